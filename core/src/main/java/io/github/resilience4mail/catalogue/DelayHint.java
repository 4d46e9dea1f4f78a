/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import static io.github.resilience4mail.catalogue.HintWords.ABOUT;
import static io.github.resilience4mail.catalogue.HintWords.AFTER;
import static io.github.resilience4mail.catalogue.HintWords.AGO;
import static io.github.resilience4mail.catalogue.HintWords.COLON;
import static io.github.resilience4mail.catalogue.HintWords.COMMA;
import static io.github.resilience4mail.catalogue.HintWords.CUE;
import static io.github.resilience4mail.catalogue.HintWords.FOR;
import static io.github.resilience4mail.catalogue.HintWords.IN;
import static io.github.resilience4mail.catalogue.HintWords.LATER;
import static io.github.resilience4mail.catalogue.HintWords.NEXT;
import static io.github.resilience4mail.catalogue.HintWords.NOT;
import static io.github.resilience4mail.catalogue.HintWords.NUMBER;
import static io.github.resilience4mail.catalogue.HintWords.OTHER;
import static io.github.resilience4mail.catalogue.HintWords.RATE;
import static io.github.resilience4mail.catalogue.HintWords.REMAINING;
import static io.github.resilience4mail.catalogue.HintWords.RETRY;
import static io.github.resilience4mail.catalogue.HintWords.STATE;
import static io.github.resilience4mail.catalogue.HintWords.STOP;

import io.github.resilience4mail.catalogue.HintQuantities.Quantity;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the delay that a server names: "try again in 300 seconds".
 *
 * <p>Replies are full of other times: rates ("5 recipients per 5 minutes"), ages of messages, windows of statistics. So
 * a time counts only if its sentence says that it is one to wait: a call to come back, a state that lasts, what is left
 * of something. It does not count if a number, or a word of rates and ages, stands between the two. Looking stops at
 * the ends of the sentence and after a bounded number of words, so it is linear.
 */
final class DelayHint {

    /** No server can park a message for longer. */
    static final Duration MAX = Duration.ofHours(24);

    /** Longer than any server means. */
    private static final long ABSURD = Duration.ofDays(366).toSeconds();
    /** A number without unit is in seconds, and fewer are no delay but a count of something. */
    private static final long LEAST_BARE = 10;

    /** Without any digit, a part of one of these must be there. */
    private static final String[] UNIT_STEMS = {
        "our",
        "eure",
        "inut",
        "econd",
        "tunde",
        "ora",
        "uur",
        "uren",
        "day",
        "ag",
        "kwartier",
        "dia",
        "eek",
        " ore",
        " min",
        " hr"
    };

    private static final int LOOK_BACK = 14;
    private static final int LOOK_AHEAD = 10;
    private static final int NEAR = 4;

    private final HintTokens tokens;

    private DelayHint(HintTokens tokens) {
        this.tokens = tokens;
    }

    /**
     * The first delay that the text names.
     *
     * @param lines of a reply
     * @return more than zero and at most {@link #MAX}, or null
     */
    static @Nullable Duration in(List<String> lines) {
        if (!mayNameTime(lines)) {
            return null;
        }
        HintTokens tokens = HintTokens.of(lines);
        return new DelayHint(tokens).find(new HintQuantities(tokens));
    }

    /** Most replies name no time at all; they are told apart cheaply. */
    private static boolean mayNameTime(List<String> lines) {
        for (int n = 0; n < lines.size(); n++) {
            String line = lines.get(n);
            for (int i = 0; i < line.length(); i++) {
                if (line.charAt(i) >= '0' && line.charAt(i) <= '9') {
                    return true;
                }
            }
            for (String stem : UNIT_STEMS) {
                if (line.contains(stem)) {
                    return true;
                }
            }
        }
        return false;
    }

    private @Nullable Duration find(HintQuantities quantities) {
        for (int i = 0; i < tokens.size(); i++) {
            Quantity quantity = quantities.at(i);
            if (quantity != null) {
                if (quantity.seconds() > 0 && quantity.seconds() <= ABSURD && isDelay(quantity)) {
                    Duration delay = Duration.ofSeconds(quantity.seconds());
                    return delay.compareTo(MAX) > 0 ? MAX : delay;
                }
                i = Math.max(i, quantity.end() - 1);
            }
        }
        return null;
    }

    private boolean isDelay(Quantity quantity) {
        int lead = quantity.start() - 1;
        long skipped = 0;
        while (lead >= 0 && lead > quantity.start() - NEAR - 2 && tokens.has(lead, ABOUT | NEXT) && !isCall(lead)) {
            skipped |= tokens.marks(lead);
            lead--;
        }
        if (!quantity.hasUnit()) {
            return isBareDelay(quantity, lead);
        }
        if (tokens.has(quantity.end(), AGO) || (tokens.has(lead, RATE) && !isSpanOfState(lead))) {
            return false;
        }
        return isRemaining(quantity, lead, skipped)
                || isLedTo(quantity, lead, (skipped & NEXT) != 0)
                || (tokens.has(quantity.end(), LATER) && before(lead, CUE) == CUE)
                || (tokens.has(quantity.end(), FOR) && ahead(quantity.end(), STATE));
    }

    private boolean isCall(int index) {
        return tokens.has(index, CUE);
    }

    /** "retry-after: 120", "wait 90": seconds, if nothing follows. */
    private boolean isBareDelay(Quantity quantity, int lead) {
        int word = tokens.has(lead, COLON) ? lead - 1 : lead;
        if (tokens.has(word, AFTER) && (tokens.has(word, RETRY) || tokens.has(word - 1, RETRY))) {
            return true;
        }
        boolean ends = quantity.end() == tokens.size() || tokens.has(quantity.end(), STOP | COMMA);
        boolean direct = tokens.has(lead, IN) ? isCall(lead - 1) : isCall(lead) && tokens.has(lead, STATE);
        return ends && direct && quantity.seconds() >= LEAST_BARE;
    }

    /** "bloqueado por 60 minutos": what is a rate elsewhere. */
    private boolean isSpanOfState(int lead) {
        return tokens.has(lead, FOR) && (tokens.has(lead - 1, STATE) || tokens.has(lead - 2, STATE));
    }

    private boolean isRemaining(Quantity quantity, int lead, long skipped) {
        boolean behind = tokens.has(quantity.end(), REMAINING) || tokens.has(quantity.end() + 1, REMAINING);
        boolean ahead = (skipped & REMAINING) != 0 || tokens.has(lead, REMAINING);
        boolean labelled = tokens.has(lead, COLON) && before(lead - 1, REMAINING) == REMAINING;
        return (behind || ahead || labelled) && !isStatistic(lead);
    }

    private boolean isLedTo(Quantity quantity, int lead, boolean next) {
        if (isCall(lead) || (next && !isStatistic(lead))) {
            return true;
        }
        if (tokens.has(lead, FOR)) {
            return lasts(lead) || (!isStatistic(lead) && ahead(quantity.end(), STATE));
        }
        if (tokens.has(lead, COLON)) {
            return before(lead, CUE | STATE) != 0;
        }
        if (!tokens.has(lead, IN)) {
            return false;
        }
        boolean opensClause = !tokens.has(lead, AFTER)
                || lead == 0
                || tokens.has(lead - 1, COMMA | STOP | COLON)
                || isCall(quantity.end());
        return before(lead, CUE) == CUE || (opensClause && !isStatistic(lead) && ahead(quantity.end(), CUE));
    }

    /** "blocked for", "no mail is accepted for"; but not "we will retry for". */
    private boolean lasts(int lead) {
        long found = before(lead, STATE | NOT | CUE);
        return (found & STATE) != 0 || found == (NOT | CUE);
    }

    /** Which of some marks stand before a word, as far as its sentence reaches and nothing of rates and ages between. */
    private long before(int index, long marks) {
        long found = 0;
        for (int i = index - 1; i >= Math.max(0, index - LOOK_BACK) && !tokens.has(i, STOP | NUMBER); i--) {
            found |= tokens.marks(i) & marks;
            if (tokens.has(i, OTHER)) {
                return found;
            }
        }
        return found;
    }

    /** Whether the sentence up to a word speaks of rates, ages or limits. */
    private boolean isStatistic(int index) {
        for (int i = index - 1; i >= Math.max(0, index - LOOK_BACK) && !tokens.has(i, STOP); i--) {
            if (tokens.has(i, NUMBER | OTHER)) {
                return true;
            }
        }
        return false;
    }

    private boolean ahead(int index, long marks) {
        for (int i = index; i < Math.min(tokens.size(), index + LOOK_AHEAD); i++) {
            if (tokens.has(i, marks)) {
                return true;
            }
            if (tokens.has(i, STOP | NUMBER | OTHER)) {
                return false;
            }
        }
        return false;
    }
}
