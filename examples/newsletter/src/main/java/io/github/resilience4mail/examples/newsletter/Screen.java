/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where the program writes, and what is known about it.
 *
 * @param out results
 * @param err errors
 * @param interactive whether a line may be drawn over
 * @param columns how wide it is
 */
record Screen(PrintStream out, PrintStream err, boolean interactive, int columns) {

    private static final int USUAL_COLUMNS = 80;

    /** This process's own: UTF-8 whatever the locale. */
    static Screen ofProcess(Map<String, String> environment) {
        boolean interactive = isTerminal() && !"dumb".equals(environment.get("TERM"));
        return new Screen(
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                interactive,
                columns(environment.getOrDefault("COLUMNS", "")));
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

    static int columns(String text) {
        return text.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(text) : USUAL_COLUMNS;
    }
}
