/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import io.github.resilience4mail.outbox.OutboxException;
import io.github.resilience4mail.smtp.PrintableText;
import java.sql.SQLException;

/** What to say, and how to end, when the database of an outbox cannot be used. */
final class OutboxFailure {

    private static final int MAX_TEXT = 1000;
    private static final String H2_FILE_IN_USE = "90020";
    /** H2's. */
    private static final String LOCK_TIMEOUT = "HYT00";
    /** PostgreSQL's, where a {@code lock_timeout} is set. */
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private OutboxFailure() {}

    /** Says it; the exit code. */
    static int report(Console console, OutboxException e) {
        console.err().println(PrintableText.of(sentence(e), MAX_TEXT));
        return isForNow(state(e)) ? ExitCode.LATER : ExitCode.FIX_CONFIG;
    }

    private static String sentence(OutboxException e) {
        String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("the outbox cannot be used");
        return H2_FILE_IN_USE.equals(state(e))
                ? "another program has the file of the database open: add ;AUTO_SERVER=TRUE to the JDBC URLs of both, or"
                        + " stop it"
                : first;
    }

    private static String state(OutboxException e) {
        return e.getCause() instanceof SQLException cause && cause.getSQLState() != null ? cause.getSQLState() : "";
    }

    /** Nobody answers, the server starts or stops, is full, or somebody else has the file or the row. */
    private static boolean isForNow(String state) {
        return state.startsWith("08")
                || state.startsWith("40")
                || state.startsWith("53")
                || state.startsWith("57")
                || state.equals(LOCK_TIMEOUT)
                || state.equals(LOCK_NOT_AVAILABLE)
                || state.equals(H2_FILE_IN_USE);
    }
}
