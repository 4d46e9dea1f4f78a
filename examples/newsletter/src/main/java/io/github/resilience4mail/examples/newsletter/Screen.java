/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Where the program writes, and what is known about it.
 *
 * @param out results
 * @param err errors
 * @param interactive whether it may be drawn over
 * @param paint whether in colours
 * @param size how big it is at first
 * @param ask how big it is now, if it can say so
 */
record Screen(
        PrintStream out,
        PrintStream err,
        boolean interactive,
        Paint paint,
        TerminalSize size,
        UnaryOperator<TerminalSize> ask) {

    /** This process's own: UTF-8 whatever the locale. */
    static Screen ofProcess(Map<String, String> environment) {
        boolean interactive = isTerminal() && !"dumb".equals(environment.get("TERM"));
        return new Screen(
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                interactive,
                paint(environment),
                TerminalSize.of(environment),
                TerminalSize::now);
    }

    /** Without colours where NO_COLOR is set, and not empty. */
    static Paint paint(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty() ? Paint.COLOURED : Paint.PLAIN;
    }

    /**
     * What a run is shown on.
     *
     * @param factor how many times as fast the time of server and client runs
     * @param live whether it may be drawn over, where that is possible
     */
    Display display(Words words, int factor, boolean live) {
        PlainDisplay plain = new PlainDisplay(out, words);
        return interactive && live
                ? LiveDisplay.open(out, new LiveView(words, paint, factor), plain, size, ask)
                : plain;
    }

    // what it says of JDK 22 and later is why isTerminal is asked
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            // before JDK 22 there is a console on a terminal only
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
