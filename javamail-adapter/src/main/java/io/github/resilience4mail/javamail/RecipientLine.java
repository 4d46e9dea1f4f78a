/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

/** A line that begins with the address of a recipient. */
final class RecipientLine {

    private RecipientLine() {}

    /** Where an address may start in a stripped line, after a bracket or a bullet. */
    static int start(String line) {
        return start(line, 0);
    }

    static int start(String text, int from) {
        int at = from;
        while (at < text.length() && "<*\"' ".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    /** Whether a stripped line begins with an address that is no part of a sentence. */
    static boolean is(String line) {
        int start = start(line);
        int end = Addresses.end(line, start);
        if (end < 0) {
            return false;
        }
        String rest = line.substring(end).strip();
        return rest.isEmpty() || ">:<(,;\"".indexOf(rest.charAt(0)) >= 0 || rest.startsWith("on ");
    }

    /** What the line says after the address: the beginning of an answer, or nothing but ornament. */
    static String rest(String line, int end) {
        String rest = line.substring(end).strip();
        if (rest.startsWith("<mailto:") || rest.startsWith("on ")) {
            return "";
        }
        int at = 0;
        while (at < rest.length() && ">:\"';, ".indexOf(rest.charAt(at)) >= 0) {
            at++;
        }
        return rest.substring(at);
    }
}
