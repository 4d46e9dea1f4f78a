/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.smtp.EnhancedStatus;
import io.github.resilience4mail.smtp.SmtpReply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the reply of a server among the words of the one that reports it. */
final class QuotedReply {

    private static final int MAX_LINES = 40;
    private static final List<String> LEADS = List.of("said", "returned", "error", "reply", "response", "was");
    private static final List<String> HOST_LEADS = List.of("while talking to ", "host ", " by ", "<");

    private QuotedReply() {}

    /** The reply in a block of lines, or null if nothing is said at all. */
    static @Nullable SmtpReply in(List<String> block) {
        for (int i = 0; i < block.size(); i++) {
            int code = codeIn(block.get(i));
            if (code >= 0) {
                return SmtpReply.parse(withoutColon(from(block, i, code)));
            }
        }
        for (int i = 0; i < block.size(); i++) {
            int status = statusIn(block.get(i));
            if (status >= 0) {
                return withStatus(SmtpReply.parse(from(block, i, 0)), block.get(i), status);
            }
        }
        return words(block);
    }

    /** Yahoo writes {@code 554: delivery error}. */
    private static String withoutColon(String reply) {
        return reply.length() > 4 && reply.charAt(3) == ':'
                ? reply.substring(0, 3) + ' ' + reply.substring(4).strip()
                : reply;
    }

    /** The words before the status count too: "no mailbox by that name (#5.1.1)". */
    private static SmtpReply withStatus(SmtpReply reply, String line, int at) {
        int end = afterDigits(line, afterDigits(line, at + 2) + 1);
        EnhancedStatus status = EnhancedStatus.parse(line.substring(at, end)).orElse(null);
        return reply.status() != null ? reply : new SmtpReply(reply.code(), status, reply.lines());
    }

    /** Without code and status, all words are what there is. */
    private static @Nullable SmtpReply words(List<String> block) {
        List<String> words = block.stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .limit(MAX_LINES)
                .toList();
        return words.isEmpty() ? null : SmtpReply.parse(String.join("\n", words));
    }

    /** The text from a place to the end of its paragraph, or of the quoted lines. */
    private static String from(List<String> block, int line, int column) {
        boolean transcript = block.get(line).strip().startsWith("<<<");
        List<String> text = new ArrayList<>();
        text.add(block.get(line).substring(column).strip());
        for (int i = line + 1; i < Math.min(block.size(), line + MAX_LINES); i++) {
            String next = block.get(i).strip();
            if (next.isEmpty() || next.startsWith(">>>") || transcript != next.startsWith("<<<") || isRemark(next)) {
                break;
            }
            text.add(transcript ? next.substring(3).strip() : next);
        }
        return withoutOrnament(String.join("\n", text));
    }

    private static boolean isRemark(String line) {
        return line.startsWith("Giving up on")
                || line.startsWith("I'm not going to try again")
                || line.startsWith("---");
    }

    private static String withoutOrnament(String text) {
        int appendix = text.indexOf(" ##");
        int end = appendix < 0 ? text.length() : appendix;
        while (end > 0 && " \n>)#'\"".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        // what was opened within the reply is closed there
        boolean bracket = end < text.length() && isClosing(text, end);
        return text.substring(0, bracket ? end + 1 : end);
    }

    private static boolean isClosing(String text, int at) {
        char c = text.charAt(at);
        return (c == '>' && text.lastIndexOf('<', at) >= 0) || (c == ')' && text.lastIndexOf('(', at) >= 0);
    }

    /** Where a code of failure stands that something announces, or -1. */
    private static int codeIn(String line) {
        for (int i = 0; i + 3 <= line.length(); i++) {
            if (isCode(line, i) && isAnnounced(line, i)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isCode(String line, int at) {
        char first = line.charAt(at);
        return (first == '4' || first == '5')
                && isDigit(line, at + 1)
                && line.charAt(at + 1) < '8'
                && isDigit(line, at + 2)
                && (at + 3 == line.length() || " -:'\"#".indexOf(line.charAt(at + 3)) >= 0);
    }

    private static boolean isAnnounced(String line, int at) {
        if (line.startsWith("<-- ", at - 4)) {
            return true;
        }
        int before = at - 1;
        while (before >= 0 && Character.isWhitespace(line.charAt(before))) {
            before--;
        }
        if (before < 0 || ":;<>#'\"(]".indexOf(line.charAt(before)) >= 0) {
            // not the minutes of a time of day
            return before < 1 || line.charAt(before) != ':' || before < at - 1 || !isDigit(line, before - 1);
        }
        int start = before;
        while (start > 0 && before - start < 10 && Character.isLetter(line.charAt(start - 1))) {
            start--;
        }
        return before < at - 1 && LEADS.contains(AsciiText.lower(line.substring(start, before + 1)));
    }

    /** Where an enhanced status stands, or -1; it is no part of an address. */
    private static int statusIn(String line) {
        for (int i = 0; i + 5 <= line.length(); i++) {
            char first = line.charAt(i);
            boolean start = i == 0 || " #(<:;".indexOf(line.charAt(i - 1)) >= 0;
            if (start && (first == '4' || first == '5') && line.charAt(i + 1) == '.' && isStatus(line, i + 2)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isStatus(String line, int subject) {
        int dot = afterDigits(line, subject);
        if (dot == subject || dot >= line.length() || line.charAt(dot) != '.') {
            return false;
        }
        int end = afterDigits(line, dot + 1);
        boolean goesOn = end + 1 < line.length() && line.charAt(end) == '.' && isDigit(line, end + 1);
        return end > dot + 1 && !goesOn;
    }

    private static int afterDigits(String line, int start) {
        int at = start;
        while (at < start + 3 && isDigit(line, at)) {
            at++;
        }
        return at;
    }

    private static boolean isDigit(String line, int at) {
        return at < line.length() && line.charAt(at) >= '0' && line.charAt(at) <= '9';
    }

    /** The name of the server that is quoted; empty if the block does not tell. */
    static String host(List<String> block) {
        for (int i = 0; i < Math.min(block.size(), MAX_LINES); i++) {
            String line = AsciiText.lower(block.get(i));
            for (String lead : HOST_LEADS) {
                int at = line.indexOf(lead);
                String host = at < 0 ? null : hostAt(line, at + lead.length());
                if (host != null) {
                    return host;
                }
            }
        }
        return "";
    }

    /** The host name that starts at a place, or null: it has a letter and a dot, and is no address. */
    static @Nullable String hostAt(String text, int start) {
        int end = start;
        boolean letter = false;
        boolean dot = false;
        while (end < text.length() && end - start < 255 && isHost(text.charAt(end))) {
            letter |= Character.isLetter(text.charAt(end));
            dot |= text.charAt(end) == '.';
            end++;
        }
        boolean address = end < text.length() && text.charAt(end) == '@';
        while (end > start && text.charAt(end - 1) == '.') {
            end--;
        }
        return letter && dot && !address ? text.substring(start, end) : null;
    }

    private static boolean isHost(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '-';
    }
}
