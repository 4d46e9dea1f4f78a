/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the moment that a server names: "greylisted until 2026-11-24T10:15:00Z", "try again after 10:15 UTC".
 *
 * <p>It counts only with a zone, because nobody knows where the server's clock hangs; without a date it is the next such
 * time. A word such as "after" or "until" must stand directly before it: servers also stamp their replies with the time.
 * Linear: each colon is looked at once, with a bounded number of characters around it.
 */
final class ClockHint {

    private static final Set<String> LEADS = Set.of(
            "after", "until", "till", "at", "before", "from", "on", "by", "bis", "nach", "ab", "um", "jusqu", "au",
            "apres", "après", "hasta", "despues", "después", "a", "fino", "dopo", "alle", "até", "ate", "apos", "após",
            "tot", "na", "om");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final String ISO_DATE = "2026-11-24";
    private static final String RFC_DATE = "24 Nov 2026";

    private final String text;
    private final Instant now;

    private ClockHint(String text, Instant now) {
        this.text = text;
        this.now = now;
    }

    /**
     * The first moment to come that the text names, as the time until then.
     *
     * @param lines of a reply
     * @param now the present
     * @return more than zero and at most {@link DelayHint#MAX}, or null
     */
    static @Nullable Duration in(List<String> lines, Instant now) {
        for (String line : lines) {
            String bounded = line.substring(0, Math.min(line.length(), NormalText.MAX_INPUT));
            Instant moment = bounded.indexOf(':') < 0 ? null : new ClockHint(bounded, now).find();
            if (moment != null) {
                // never before the moment, so what is begun of a second counts as a whole one
                Duration wait = Duration.ofSeconds(
                        Duration.between(now, moment).plusNanos(999_999_999).toSeconds());
                return wait.compareTo(DelayHint.MAX) > 0 ? DelayHint.MAX : wait;
            }
        }
        return null;
    }

    private @Nullable Instant find() {
        for (int colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', colon + 1)) {
            Instant moment = momentAt(colon);
            if (moment != null && moment.isAfter(now)) {
                return moment;
            }
        }
        return null;
    }

    private @Nullable Instant momentAt(int colon) {
        int start = digitsBefore(colon);
        if (colon - start < 1
                || colon - start > 2
                || !isPair(colon + 1)
                || (start > 0 && text.charAt(start - 1) == ':')) {
            return null;
        }
        int end = colon + 3;
        boolean seconds = end < text.length() && text.charAt(end) == ':' && isPair(end + 1);
        int zoneAt = behindFraction(seconds ? end + 3 : end);
        ZoneOffset zone = zoneAt(zoneAt);
        if (zone == null) {
            return null;
        }
        try {
            LocalTime time =
                    LocalTime.of(number(start, colon), number(colon + 1, end), seconds ? number(end + 1, end + 3) : 0);
            return moment(start, time, zone);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private @Nullable Instant moment(int start, LocalTime time, ZoneOffset zone) {
        int dateEnd = start;
        while (dateEnd > 0 && (text.charAt(dateEnd - 1) == ' ' || text.charAt(dateEnd - 1) == 'T')) {
            dateEnd--;
        }
        LocalDate iso = isoDate(dateEnd);
        LocalDate date = iso != null ? iso : rfcDate(dateEnd);
        int begin = date == null ? start : dateEnd - (iso != null ? ISO_DATE.length() : rfcLength(dateEnd));
        if (!isLedTo(begin)) {
            return null;
        }
        if (date != null) {
            return LocalDateTime.of(date, time).toInstant(zone);
        }
        LocalDateTime today = LocalDateTime.of(LocalDate.ofInstant(now, zone), time);
        Instant moment = today.toInstant(zone);
        return moment.isAfter(now) ? moment : today.plusDays(1).toInstant(zone);
    }

    private @Nullable LocalDate isoDate(int end) {
        int start = end - ISO_DATE.length();
        boolean fits = start >= 0
                && areDigits(start, start + 4)
                && text.charAt(start + 4) == '-'
                && isPair(start + 5)
                && text.charAt(start + 7) == '-'
                && isPair(start + 8);
        return fits
                ? LocalDate.of(number(start, start + 4), number(start + 5, start + 7), number(start + 8, end))
                : null;
    }

    /** "24 Nov 2026", RFC 5322 section 3.3. */
    private @Nullable LocalDate rfcDate(int end) {
        int length = rfcLength(end);
        int start = end - length;
        int year = end - 4;
        if (start < 0 || !areDigits(year, end) || text.charAt(year - 1) != ' ' || text.charAt(year - 5) != ' ') {
            return null;
        }
        int month = MONTHS.indexOf(text.substring(year - 4, year - 1).toLowerCase(Locale.ROOT)) + 1;
        return month > 0 && areDigits(start, year - 5)
                ? LocalDate.of(number(year, end), month, number(start, year - 5))
                : null;
    }

    /** The day has one digit or two. */
    private int rfcLength(int end) {
        int start = end - RFC_DATE.length();
        return start >= 0 && isDigit(start) ? RFC_DATE.length() : RFC_DATE.length() - 1;
    }

    /** Whether the word before, a weekday left aside, says that something ends or begins then. */
    private boolean isLedTo(int index) {
        String word = wordBefore(index);
        if (word.length() == 3 && index > 5 && text.startsWith(", ", index - 2)) {
            int weekday = index - 2 - word.length();
            word = wordBefore(weekday);
        }
        return LEADS.contains(word);
    }

    private String wordBefore(int index) {
        int end = index;
        while (end > 0 && !Character.isLetter(text.charAt(end - 1)) && index - end < 3) {
            end--;
        }
        int start = end;
        while (start > 0 && Character.isLetter(text.charAt(start - 1)) && end - start < 12) {
            start--;
        }
        return text.substring(start, end).toLowerCase(Locale.ROOT);
    }

    private int behindFraction(int index) {
        int at = index;
        if (at + 1 < text.length() && text.charAt(at) == '.' && isDigit(at + 1)) {
            at++;
            while (at < text.length() && isDigit(at) && at - index < 10) {
                at++;
            }
        }
        return at < text.length() && text.charAt(at) == ' ' ? at + 1 : at;
    }

    private @Nullable ZoneOffset zoneAt(int at) {
        if (text.startsWith("UTC", at) || text.startsWith("GMT", at) || isZulu(at)) {
            return ZoneOffset.UTC;
        }
        boolean signed = at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-') && isPair(at + 1);
        if (!signed) {
            return null;
        }
        int minutes = at + 3 < text.length() && text.charAt(at + 3) == ':' ? at + 4 : at + 3;
        if (!isPair(minutes)) {
            return null;
        }
        int sign = text.charAt(at) == '-' ? -1 : 1;
        int offset = number(at + 1, at + 3) * 3600 + number(minutes, minutes + 2) * 60;
        return offset > ZoneOffset.MAX.getTotalSeconds() ? null : ZoneOffset.ofTotalSeconds(sign * offset);
    }

    private boolean isZulu(int at) {
        boolean zulu = at < text.length() && text.charAt(at) == 'Z';
        return zulu && (at + 1 == text.length() || !Character.isLetterOrDigit(text.charAt(at + 1)));
    }

    private int digitsBefore(int end) {
        int start = end;
        while (start > 0 && isDigit(start - 1) && end - start < 3) {
            start--;
        }
        return start;
    }

    private boolean isPair(int index) {
        return areDigits(index, index + 2);
    }

    private boolean areDigits(int start, int end) {
        if (start < 0 || end > text.length()) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (!isDigit(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean isDigit(int index) {
        return text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private int number(int start, int end) {
        return Integer.parseInt(text, start, end, 10);
    }
}
