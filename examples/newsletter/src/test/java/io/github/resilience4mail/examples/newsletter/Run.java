/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** One run of the program: what it was told, what it said, how it ended. */
final class Run {

    final int exitCode;
    final String out;
    final String err;

    private Run(int exitCode, String out, String err) {
        this.exitCode = exitCode;
        this.out = out;
        this.err = err;
    }

    static Run of(String... args) {
        return of(Map.of(), args);
    }

    static Run of(Map<String, String> environment, String... args) {
        return of(environment, false, args);
    }

    static Run onTerminal(String... args) {
        return of(Map.of(), true, args);
    }

    private static Run of(Map<String, String> environment, boolean interactive, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Screen screen = new Screen(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                interactive,
                Paint.PLAIN,
                new TerminalSize(80, 24),
                size -> size);
        int code = NewsletterApp.run(screen, environment, args);
        return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The cells of the table's row that begins so. */
    List<String> row(String name) {
        return out.lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> List.of(line.strip().split(" +", -1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row " + name + " in:\n" + out));
    }
}
