/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How big a terminal is.
 *
 * @param columns how many characters are on a line
 * @param rows how many lines there are
 */
record TerminalSize(int columns, int rows) {

    private static final Pattern STTY = Pattern.compile("([0-9]{1,4}) ([0-9]{1,4})\\s*");
    private static final long PATIENCE_MILLIS = 500;
    private static final TerminalSize USUAL = new TerminalSize(80, 24);

    /** What the environment says; 80 by 24 where it says nothing. */
    static TerminalSize of(Map<String, String> environment) {
        return new TerminalSize(
                number(environment.getOrDefault("COLUMNS", ""), USUAL.columns),
                number(environment.getOrDefault("LINES", ""), USUAL.rows));
    }

    private static int number(String text, int otherwise) {
        return text.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(text) : otherwise;
    }

    /** What the terminal itself says now; this one where it cannot be asked. Java has no way of its own to ask. */
    TerminalSize now() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                stty.destroy();
                return this;
            }
            return parse(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return this;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return this;
        }
    }

    TerminalSize parse(String text) {
        Matcher matcher = STTY.matcher(text);
        if (!matcher.matches()) {
            return this;
        }
        int seenRows = Integer.parseInt(matcher.group(1));
        int seenColumns = Integer.parseInt(matcher.group(2));
        // a terminal that does not know says 0 0
        return seenRows == 0 || seenColumns == 0 ? this : new TerminalSize(seenColumns, seenRows);
    }
}
