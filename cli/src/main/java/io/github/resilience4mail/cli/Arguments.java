/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments as they were typed. The virtual machine decodes them by the locale, and under {@code LC_ALL=C} every
 * accent is lost before {@code main} sees it; Linux still knows the bytes.
 */
final class Arguments {

    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private Arguments() {}

    /** The arguments, read as UTF-8 where the system lets us and the locale does not do so already. */
    static String[] decoded(String[] args) {
        if ("UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding")) || !Files.isReadable(COMMAND_LINE)) {
            return args;
        }
        try {
            return lastOf(new String(Files.readAllBytes(COMMAND_LINE), StandardCharsets.UTF_8), args);
        } catch (IOException e) {
            return args;
        }
    }

    /**
     * The arguments out of a command line.
     *
     * @param commandLine all of its words, each followed by NUL
     * @param args the same arguments, perhaps damaged
     * @return the last words, or {@code args} if they cannot be the same
     */
    static String[] lastOf(String commandLine, String[] args) {
        List<String> words = new ArrayList<>(List.of(commandLine.split("\0", -1)));
        words.remove(words.size() - 1);
        if (words.size() < args.length) {
            return args;
        }
        List<String> last = words.subList(words.size() - args.length, words.size());
        for (int i = 0; i < args.length; i++) {
            if (isAscii(last.get(i)) && !last.get(i).equals(args[i])) {
                return args;
            }
        }
        return last.toArray(new String[0]);
    }

    private static boolean isAscii(String word) {
        return word.chars().allMatch(c -> c < 0x80);
    }
}
