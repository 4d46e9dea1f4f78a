/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.smtp.SmtpPhase;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a journal says of one subscriber, in one line.
 *
 * @param number of the subscriber in the list, from 1
 * @param kind what happened
 * @param standing how it ended, for {@link Kind#ENDED}
 */
record JournalEntry(int number, Kind kind, Standing standing) {

    /** What may happen to a subscriber's message. */
    enum Kind {
        /** An attempt begins: from now on it may be delivered. */
        BEGUN,
        /** The attempt has failed, and has not delivered it for certain. */
        REFUSED,
        /** The attempt has failed, and may have delivered it. */
        UNKNOWN,
        /** It has its outcome. */
        ENDED
    }

    private static final String NOTHING = "-";
    private static final int FIELDS = 2;
    private static final int FIELDS_OF_ENDED = 8;

    static JournalEntry of(int number, Kind kind) {
        return new JournalEntry(number, kind, Standing.UNTOUCHED);
    }

    static JournalEntry ended(int number, Ending ending) {
        return new JournalEntry(number, Kind.ENDED, Standing.of(ending));
    }

    List<String> fields() {
        List<String> fields = new ArrayList<>(List.of(kind.name(), String.valueOf(number)));
        if (kind == Kind.ENDED) {
            fields.add(String.valueOf(standing.outcome()));
            fields.add(String.valueOf(standing.possibleDuplicate()));
            fields.add(String.valueOf(standing.attempts()));
            fields.add(orNothing(standing.retryAt()));
            fields.add(orNothing(standing.phase()));
            fields.add(orNothing(standing.reply()));
        }
        return fields;
    }

    private static String orNothing(@Nullable Object value) {
        return value == null ? NOTHING : value.toString();
    }

    /** The entry that was written so; empty if none was. */
    static Optional<JournalEntry> parse(List<String> fields) {
        if (fields.size() < FIELDS) {
            return Optional.empty();
        }
        try {
            Kind kind = Kind.valueOf(fields.get(0));
            int number = Integer.parseInt(fields.get(1));
            if (number < 1 || fields.size() != (kind == Kind.ENDED ? FIELDS_OF_ENDED : FIELDS)) {
                return Optional.empty();
            }
            return Optional.of(
                    kind == Kind.ENDED
                            ? new JournalEntry(number, kind, standing(fields.subList(FIELDS, FIELDS_OF_ENDED)))
                            : of(number, kind));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Standing standing(List<String> fields) {
        Outcome outcome = Outcome.valueOf(fields.get(0));
        String retryAt = fields.get(3);
        String phase = fields.get(4);
        String reply = fields.get(5);
        return new Standing(
                false,
                outcome == Outcome.UNKNOWN,
                outcome,
                Boolean.parseBoolean(fields.get(1)),
                Integer.parseInt(fields.get(2)),
                retryAt.equals(NOTHING) ? null : Instant.parse(retryAt),
                phase.equals(NOTHING) ? null : SmtpPhase.valueOf(phase),
                reply.equals(NOTHING) ? null : reply);
    }

    /** What is known of the subscriber after this, if that was known before. */
    Standing after(Standing before) {
        return switch (kind) {
            // a second beginning without an end: the first one was cut off
            case BEGUN -> Standing.open(true, before.mayHaveArrived());
            case REFUSED -> Standing.open(false, before.doubtful());
            case UNKNOWN -> Standing.open(false, true);
            case ENDED -> standing;
        };
    }
}
