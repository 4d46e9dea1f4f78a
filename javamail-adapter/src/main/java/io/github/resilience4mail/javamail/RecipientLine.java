/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.util.Set;

/** A line that begins with the address of a recipient. */
final class RecipientLine {

    private static final Set<String> DATES = Set.of("am", "sur", "le", "el", "il", "em", "op");

    private RecipientLine() {}

    /** Where an address may start in a stripped line, after a bracket or a bullet. */
    static int start(String line) {
        return start(line, 0);
    }

    static int start(String text, int from) {
        int at = from;
        while (at < text.length() && ("<*\"'• ".indexOf(text.charAt(at)) >= 0 || isBullet(text, at))) {
            at++;
        }
        return at;
    }

    /** Dashes before a space; an address may begin with one. */
    private static boolean isBullet(String text, int at) {
        char next = at + 1 < text.length() ? text.charAt(at + 1) : 0;
        return text.charAt(at) == '-' && (next == ' ' || (next == '-' && text.startsWith("-- ", at)));
    }

    /** Whether a stripped line begins with an address that is no part of a sentence. */
    static boolean is(String line) {
        int start = start(line);
        int end = Addresses.end(line, start);
        if (end < 0) {
            return false;
        }
        String rest = line.substring(end).strip();
        return rest.isEmpty() || ">:<(,;\"".indexOf(rest.charAt(0)) >= 0 || isDate(rest);
    }

    /** Exchange says when it gave up. */
    private static boolean isDate(String rest) {
        int space = rest.indexOf(' ');
        return rest.startsWith("on ")
                || (space > 0
                        && DATES.contains(rest.substring(0, space))
                        && space + 1 < rest.length()
                        && Character.isDigit(rest.charAt(space + 1)));
    }

    /** What the line says after the address: the beginning of an answer, or nothing but ornament. */
    static String rest(String line, int end) {
        String rest = line.substring(end).strip();
        if (rest.startsWith("<mailto:") || isDate(rest)) {
            return "";
        }
        int at = afterOrnament(rest, 0);
        if (rest.startsWith("(expanded from ", at)) {
            at = afterOrnament(rest, rest.indexOf(')', at) + 1);
        }
        return rest.substring(at);
    }

    private static int afterOrnament(String rest, int from) {
        int at = from;
        while (at < rest.length() && ">:\"';,. ".indexOf(rest.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }
}
