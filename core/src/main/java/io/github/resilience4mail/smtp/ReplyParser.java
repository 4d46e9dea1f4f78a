/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads replies in every form they come in. Each char is looked at a bounded number of times.
 *
 * <p>The basic code is looked for at the start of the first line, then behind the words with which hosts and programs
 * introduce a quoted reply. A number elsewhere in the text is not a code: it may be a port, a size or a part of an
 * address.
 */
final class ReplyParser {

    private static final int LOWEST_FAILURE = 400;
    private static final int MAX_LINES = 100;
    private static final int MAX_LINE_LENGTH = 2_000;
    /** How far into the first line a quoted reply is looked for. */
    private static final int MAX_PREFIX = 400;

    /** How many lines may stand before the one with the code. */
    private static final int MAX_PREAMBLE = 12;
    /** The longest word that may stand between code and status. */
    private static final int MAX_TOKEN = 20;

    /** What may stand before a reply that is quoted in the midst of a line. */
    private static final String BEFORE_QUOTED = ":;,\"'(<>=";

    /** What makes a number a measure of something. */
    private static final List<String> UNITS = List.of("ms", "bytes", "byte", "kb", "mb", "seconds", "sec", "messages");

    private ReplyParser() {}

    static SmtpReply parse(String text) {
        List<String> raw = split(text);
        int at = 0;
        Start start = startOf(raw.get(0));
        // a report may need some lines before it comes to the reply; there a number below 400 is not one
        for (int i = 1; start.code() == SmtpReply.NO_CODE && i < Math.min(raw.size(), MAX_PREAMBLE); i++) {
            Start later = startOf(raw.get(i));
            if (later.code() >= LOWEST_FAILURE) {
                start = later;
                at = i;
            }
        }
        return parse(raw, start, at);
    }

    /**
     * All lines of a reply have one code (RFC 5321 section 4.2.1). Where they do not, the last one counts: it is the one
     * that ends the reply.
     */
    private static int codeOf(List<String> raw, Start start, int first) {
        String line = raw.get(first);
        int hyphen = skipSpace(line, 0) + 3;
        boolean goesOn = start.code() >= LOWEST_FAILURE && hyphen < line.length() && line.charAt(hyphen) == '-';
        Start last = goesOn ? codeAt(raw.get(raw.size() - 1), 0) : null;
        return last == null || last.code() < LOWEST_FAILURE ? start.code() : last.code();
    }

    private static SmtpReply parse(List<String> raw, Start start, int first) {
        String[] lines = new String[raw.size()];
        EnhancedStatus status = null;
        int code = codeOf(raw, start, first);
        for (int i = 0; i < raw.size(); i++) {
            String line = raw.get(i);
            int from = i == first ? start.textAt() : behindCode(line, start.code(), code);
            StatusScanner.Found found = StatusScanner.at(line, from);
            if (found == null && i == first && status == null && start.code() >= LOWEST_FAILURE) {
                status = statusBehindToken(line, from, start.code());
            }
            if (found != null && isOwn(found.status(), start.code())) {
                status = status == null || agreesBetter(found.status(), status, code) ? found.status() : status;
                from = found.status().equals(status) ? found.end() : from;
            }
            lines[i] = stripped(line, from);
        }
        return new SmtpReply(code, status != null ? status : trailingStatus(raw, code), List.of(lines));
    }

    private static boolean agreesBetter(EnhancedStatus later, EnhancedStatus first, int code) {
        return later.statusClass() == code / 100 && first.statusClass() != code / 100;
    }

    /** Where the code is, and where the text behind it begins. */
    private record Start(int code, int textAt) {}

    private static Start startOf(String line) {
        int at = skipSpace(line, 0);
        Start plain = codeAt(line, at);
        if (plain != null) {
            return plain;
        }
        Start quoted = quotedIn(line);
        return quoted == null ? new Start(SmtpReply.NO_CODE, at) : quoted;
    }

    /**
     * The reply that a host, a program or an exception quotes: {@code host x said: 550 ...}, {@code
     * SMTPSendFailedException: 451 ...}, {@code with message "550 ..."}. It is a failure's, else nobody would quote it.
     */
    private static @Nullable Start quotedIn(String line) {
        int end = Math.min(line.length(), MAX_PREFIX);
        boolean open = false;
        for (int i = 0; i < end; i++) {
            char c = line.charAt(i);
            if (BEFORE_QUOTED.indexOf(c) >= 0) {
                open = true;
            } else if (c != ' ' && c != '\t') {
                Start start = open ? codeAt(line, i) : null;
                if (start != null && start.code() >= LOWEST_FAILURE && isReply(line, i, start)) {
                    // a code behind its own text: "... SMTP code: 552"
                    return start.textAt() == line.length() ? new Start(start.code(), 0) : start;
                }
                open = false;
            }
        }
        return null;
    }

    /** "response=554 5.7.0 ..." and "limit: 450 MB" differ by what follows. */
    private static boolean isReply(String line, int at, Start start) {
        boolean isValue = at > 0 && line.charAt(at - 1) == '=';
        return isValue ? StatusScanner.at(line, start.textAt()) != null : !isMeasure(line, start.textAt());
    }

    private static boolean isMeasure(String line, int at) {
        int end = at;
        while (end < line.length() && Character.isLetter(line.charAt(end))) {
            end++;
        }
        return UNITS.contains(line.substring(at, end).toLowerCase(Locale.ROOT));
    }

    /** Three digits from 200 to 599 that stand alone, with an optional hyphen behind them. */
    private static @Nullable Start codeAt(String line, int at) {
        if (at + 3 > line.length() || !isCode(line, at)) {
            return null;
        }
        int end = at + 3;
        if (end < line.length() && line.charAt(end) != ' ' && line.charAt(end) != '-' && line.charAt(end) != '\t') {
            return null;
        }
        return new Start(Integer.parseInt(line, at, end, 10), skipSpace(line, Math.min(end + 1, line.length())));
    }

    private static boolean isCode(String line, int at) {
        char hundreds = line.charAt(at);
        return hundreds >= '2'
                && hundreds <= '5'
                && StatusScanner.isDigit(line.charAt(at + 1))
                && StatusScanner.isDigit(line.charAt(at + 2));
    }

    /** Where the text of a continuation line begins: behind the code it repeats. A different number is text. */
    private static int behindCode(String line, int first, int last) {
        int at = skipSpace(line, 0);
        Start repeated = codeAt(line, at);
        if (repeated == null || (repeated.code() != first && repeated.code() != last)) {
            return at;
        }
        return repeated.textAt();
    }

    private static String stripped(String line, int from) {
        int start = from;
        int end = line.length();
        while (start < end && Character.isWhitespace(line.charAt(start))) {
            start++;
        }
        while (end > start && Character.isWhitespace(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(start, end);
    }

    /**
     * Whether a status at the start of the text is this reply's. A failure's status of the other class counts too: RFC
     * 2034 asks for the same class, servers do not.
     */
    private static boolean isOwn(EnhancedStatus status, int code) {
        return code == SmtpReply.NO_CODE || (status.statusClass() == 2) == (code < 300);
    }

    /** "550 cuda_nsu 5.1.1 ...", "550 #5.1.0 ...": a status of the code's class behind a sign or one short word. */
    private static @Nullable EnhancedStatus statusBehindToken(String line, int from, int code) {
        int at;
        if (line.startsWith("#", from) || line.startsWith("[", from) || line.startsWith("(", from)) {
            at = from + (line.startsWith("(#", from) ? 2 : 1);
        } else {
            int space = line.indexOf(' ', from);
            at = space < 0 || space - from > MAX_TOKEN ? line.length() : space + 1;
        }
        StatusScanner.Found found = StatusScanner.at(line, at);
        return found != null && found.status().statusClass() == code / 100 ? found.status() : null;
    }

    /** The form of qmail and its heirs: "(#5.1.1)" at the end of a line. */
    private static @Nullable EnhancedStatus trailingStatus(List<String> lines, int code) {
        for (String line : lines) {
            int at = line.lastIndexOf("(#");
            StatusScanner.Found found = at < 0 ? null : StatusScanner.at(line, at + 2);
            if (found != null && line.startsWith(")", found.end()) && isOwn(found.status(), code)) {
                return found.status();
            }
        }
        return null;
    }

    private static int skipSpace(String line, int from) {
        int at = from;
        while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    private static List<String> split(String text) {
        if (text.indexOf('\n') < 0 && text.indexOf('\r') < 0) {
            return List.of(text.substring(0, Math.min(text.length(), MAX_LINE_LENGTH)));
        }
        List<String> lines = new ArrayList<>();
        int start = 0;
        int i = 0;
        while (i <= text.length() && lines.size() < MAX_LINES) {
            if (i == text.length() || text.charAt(i) == '\n' || text.charAt(i) == '\r') {
                if (i > start) {
                    lines.add(text.substring(start, Math.min(i, start + MAX_LINE_LENGTH)));
                }
                start = i + 1;
            }
            i++;
        }
        return lines.isEmpty() ? List.of("") : lines;
    }
}
