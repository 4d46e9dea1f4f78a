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

    private static final int MAX_LINES = 100;
    private static final int MAX_LINE_LENGTH = 2_000;
    /** How far into the first line a quoted reply is looked for. */
    private static final int MAX_PREFIX = 400;

    /** How many lines may stand before the one with the code. */
    private static final int MAX_PREAMBLE = 12;
    /** The longest word that may stand between code and status. */
    private static final int MAX_TOKEN = 20;

    private static final List<String> INTRODUCTIONS = List.of(
            "said:",
            "response:",
            "response was:",
            "responded with:",
            "refused to talk to me:",
            "replied:",
            "returned:",
            "answered:",
            "reply:",
            "exception:",
            "error:",
            "diagnostic-code:",
            "smtp;");

    private static final String EXIM = "smtp error from remote mail";

    private ReplyParser() {}

    static SmtpReply parse(String text) {
        List<String> raw = split(text);
        int at = 0;
        Start start = startOf(raw.get(0));
        // a report may need some lines before it comes to the reply; there a number below 400 is not one
        for (int i = 1; start.code() == SmtpReply.NO_CODE && i < Math.min(raw.size(), MAX_PREAMBLE); i++) {
            Start later = startOf(raw.get(i));
            if (later.code() >= 400) {
                start = later;
                at = i;
            }
        }
        return parse(raw, start, at);
    }

    private static SmtpReply parse(List<String> raw, Start start, int first) {
        List<String> lines = new ArrayList<>(raw.size());
        EnhancedStatus status = null;
        for (int i = 0; i < raw.size(); i++) {
            String rest = i == first ? raw.get(i).substring(start.textAt()) : withoutCode(raw.get(i), start.code());
            StatusScanner.Found found = StatusScanner.at(rest, 0);
            if (found == null && i == first && status == null && start.code() >= 400) {
                status = statusBehindToken(rest, start.code());
            }
            if (found != null && isOwn(found.status(), start.code())) {
                status = status == null ? found.status() : status;
                rest = found.status().equals(status) ? rest.substring(found.end()) : rest;
            }
            lines.add(rest.strip());
        }
        return new SmtpReply(start.code(), status != null ? status : trailingStatus(raw, start.code()), lines);
    }

    /** Where the code is, and where the text behind it begins. */
    private record Start(int code, int textAt) {}

    private static Start startOf(String line) {
        int at = skipSpace(line, 0);
        Start plain = codeAt(line, at);
        if (plain != null) {
            return plain;
        }
        String head = line.substring(0, Math.min(line.length(), MAX_PREFIX)).toLowerCase(Locale.ROOT);
        for (String introduction : INTRODUCTIONS) {
            int index = head.indexOf(introduction);
            if (index >= 0) {
                Start quoted = codeAt(line, skipQuote(line, index + introduction.length()));
                if (quoted != null) {
                    return quoted;
                }
            }
        }
        Start reported = reportedByExim(line, head);
        return reported == null ? new Start(SmtpReply.NO_CODE, at) : reported;
    }

    /** "SMTP error from remote mail server after RCPT TO:&lt;...&gt;: 550 ...": the code follows the last of some colons. */
    private static @Nullable Start reportedByExim(String line, String head) {
        int colon = head.indexOf(EXIM);
        while (colon >= 0) {
            colon = head.indexOf(": ", colon + 1);
            Start start = colon < 0 ? null : codeAt(line, skipSpace(line, colon + 2));
            if (start != null) {
                return start;
            }
        }
        return null;
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
        return new Start(Integer.parseInt(line.substring(at, end)), skipSpace(line, Math.min(end + 1, line.length())));
    }

    private static boolean isCode(String line, int at) {
        char hundreds = line.charAt(at);
        return hundreds >= '2'
                && hundreds <= '5'
                && StatusScanner.isDigit(line.charAt(at + 1))
                && StatusScanner.isDigit(line.charAt(at + 2));
    }

    /** A continuation line without the code it repeats. A different number is text. */
    private static String withoutCode(String line, int code) {
        int at = skipSpace(line, 0);
        Start repeated = codeAt(line, at);
        return line.substring(repeated != null && repeated.code() == code ? repeated.textAt() : at);
    }

    /**
     * Whether a status at the start of the text is this reply's. A failure's status of the other class counts too: RFC
     * 2034 asks for the same class, servers do not.
     */
    private static boolean isOwn(EnhancedStatus status, int code) {
        return code == SmtpReply.NO_CODE || (status.statusClass() == 2) == (code < 300);
    }

    /** "550 cuda_nsu 5.1.1 ...", "550 #5.1.0 ...": a status of the code's class behind a sign or one short word. */
    private static @Nullable EnhancedStatus statusBehindToken(String text, int code) {
        int at = 0;
        if (text.startsWith("#") || text.startsWith("[") || text.startsWith("(")) {
            at = text.startsWith("(#") ? 2 : 1;
        } else {
            int space = text.indexOf(' ');
            at = space < 0 || space > MAX_TOKEN ? text.length() : space + 1;
        }
        StatusScanner.Found found = StatusScanner.at(text, at);
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

    /** The index behind white space and an opening quotation mark. */
    private static int skipQuote(String line, int from) {
        int at = skipSpace(line, from);
        return at < line.length() && (line.charAt(at) == '\'' || line.charAt(at) == '"') ? at + 1 : at;
    }

    private static int skipSpace(String line, int from) {
        int at = from;
        while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    private static List<String> split(String text) {
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
