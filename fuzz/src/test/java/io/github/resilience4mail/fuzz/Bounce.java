/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.fuzz;

import io.github.resilience4mail.catalogue.ReplyCatalogue;
import io.github.resilience4mail.javamail.BounceKind;
import io.github.resilience4mail.javamail.BounceReader;
import io.github.resilience4mail.javamail.BounceReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is promised about mail that came back: at least one report, and nothing in it that could do harm. */
final class Bounce {

    private static final BounceReader READER = BounceReader.of(ReplyCatalogue.standard());
    private static final int MAX_PRINTED = 1_000;

    private Bounce() {}

    /** The input is the message, and then a mailbox. */
    static void read(byte[] input) {
        try {
            check(READER.read(new ByteArrayInputStream(input)));
            String envelope = new String(input, 0, Math.min(input.length, MAX_PRINTED), StandardCharsets.ISO_8859_1);
            check(READER.read(new ByteArrayInputStream(input), envelope));
            int[] messages = new int[1];
            READER.readMailbox(new ByteArrayInputStream(input), reports -> {
                messages[0]++;
                check(reports);
            });
            Promise.that(messages[0] > 0, "a file without a message");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(List<BounceReport> reports) {
        Promise.that(!reports.isEmpty(), "no report");
        reports.forEach(Bounce::check);
    }

    private static void check(BounceReport report) {
        boolean judged = report.kind() == BounceKind.FAILED || report.kind() == BounceKind.DELAYED;
        boolean unreadable = report.kind() == BounceKind.UNREADABLE;
        Promise.that(judged == report.verdict().isPresent(), "a verdict on failures and delays, and on nothing else");
        Promise.that(judged || report.reply().isEmpty(), "a reply without a failure");
        Promise.that(unreadable == report.problem().isPresent(), "a problem, and only then, if it is unreadable");
        Promise.printable(report.toString(), 2 * MAX_PRINTED);
        report.recipient().ifPresent(text -> Promise.printable(text, MAX_PRINTED));
        report.messageId().ifPresent(text -> Promise.printable(text, MAX_PRINTED));
        report.envelopeId().ifPresent(text -> Promise.printable(text, MAX_PRINTED));
        report.originalRecipient().ifPresent(text -> Promise.printable(text, MAX_PRINTED));
        report.finalRecipient().ifPresent(text -> Promise.printable(text, MAX_PRINTED));
        Promise.that(
                report.kind() == BounceKind.DELAYED || report.willRetryUntil().isEmpty(), "only a delay goes on");
        report.reportingMta().ifPresent(text -> Promise.printable(text, MAX_PRINTED));
        report.problem().ifPresent(text -> Promise.printable(text, MAX_PRINTED));
        report.reply().ifPresent(Replies::check);
        report.verdict().ifPresent(Replies::check);
    }
}
