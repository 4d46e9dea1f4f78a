/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import org.jspecify.annotations.Nullable;

/** Finds mail addresses in text. Takes time linear in the text. */
final class Addresses {

    private static final int MAX_LENGTH = 320;
    private static final String NOT_IN_LOCAL_PART = "<>()[],;:\\\"";

    private Addresses() {}

    /**
     * Where an address that starts at a place ends.
     *
     * @return the index after its last char, or -1 if none starts there
     */
    static int end(String text, int start) {
        int limit = Math.min(text.length(), start + MAX_LENGTH);
        int at = start;
        while (at < limit && isLocal(text.charAt(at))) {
            at++;
        }
        if (at == start || at >= limit || text.charAt(at) != '@') {
            return -1;
        }
        int domain = at + 1;
        int end = domain;
        while (end < limit && isDomain(text.charAt(end))) {
            end++;
        }
        while (end > domain && text.charAt(end - 1) == '.') {
            end--;
        }
        return end == domain ? -1 : end;
    }

    private static boolean isLocal(char c) {
        return c > ' ' && c != 0x7f && c != '@' && NOT_IN_LOCAL_PART.indexOf(c) < 0 && !Character.isWhitespace(c);
    }

    private static boolean isDomain(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '-';
    }

    /** The first address in a text, or null. */
    static @Nullable String first(String text) {
        int at = 0;
        while (at < text.length()) {
            if (!isLocal(text.charAt(at))) {
                at++;
                continue;
            }
            int end = end(text, at);
            if (end > 0) {
                return text.substring(at, end);
            }
            at = afterWord(text, at);
        }
        return null;
    }

    private static int afterWord(String text, int start) {
        int at = start;
        while (at < text.length() && isLocal(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** The address in the value of a header, or empty unless it is the only one. */
    static String only(String value) {
        int bracket = value.lastIndexOf('<');
        String part = bracket < 0 ? value : value.substring(bracket + 1);
        boolean several =
                (bracket < 0 && value.indexOf('@') != value.lastIndexOf('@')) || value.indexOf('<') != bracket;
        String address = several ? null : first(part);
        return address == null ? "" : address;
    }
}
