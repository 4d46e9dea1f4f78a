/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle.simulation;

import java.util.Random;

/** What others do: models of well-known rules, not runs of the programs that have them. */
enum Competitor {
    /** Ten workers, each of which tries a message three times, after one second and after two. */
    THREE_TRIES("10 workers, 3 tries") {
        @Override
        Sender sender(long seed) {
            return new Workers(refusal -> refusal.attempts() < 3 ? refusal.attempts() * SECOND : Sender.LOST);
        }
    },
    /** Ten workers with exponential back-off and full jitter, up to five minutes. */
    FULL_JITTER("10 workers, full jitter") {
        @Override
        Sender sender(long seed) {
            return new Workers(jitter(Chance.ofSender(seed)));
        }
    },
    /** Additive increase, multiplicative decrease, as in Netflix' library, at least one lane; full jitter. */
    AIMD("AIMD 0.9, full jitter") {
        @Override
        Sender sender(long seed) {
            return new AimdSender(jitter(Chance.ofSender(seed)));
        }
    },
    /** Concurrency by feedback of 1/N, dead destinations and deferred messages, as Postfix' queue manager. */
    FEEDBACK("Postfix' feedback 1/N") {
        @Override
        Sender sender(long seed) {
            return new FeedbackSender();
        }
    },
    /** Ten lanes; five minutes without a new connection after one is refused, or without a message. */
    SUSPENSION("10 lanes, 5 min of rest") {
        @Override
        Sender sender(long seed) {
            return new SuspendingSender();
        }
    };

    private static final long SECOND = Limits.SECOND;
    private static final int LANES = 10;
    private static final long LONGEST = 300 * SECOND;

    final String text;

    Competitor(String text) {
        this.text = text;
    }

    abstract Sender sender(long seed);

    /** How long a refused message waits. */
    private interface Waiting {
        long after(Sender.Refusal refusal);
    }

    private static Waiting jitter(Random random) {
        return refusal -> {
            long longest = Math.min(LONGEST, SECOND << Math.min(refusal.attempts() - 1, 20));
            return 1 + (long) (random.nextDouble() * longest);
        };
    }

    private static class Workers implements Sender {

        private final Waiting waiting;

        Workers(Waiting waiting) {
            this.waiting = waiting;
        }

        @Override
        public int lanes(long now) {
            return LANES;
        }

        @Override
        public void accepted(Acceptance acceptance, long now) {}

        @Override
        public long refused(Refusal refusal, long now) {
            return waiting.after(refusal);
        }
    }

    private static final class AimdSender extends Workers {

        private double limit = 20;

        AimdSender(Waiting waiting) {
            super(waiting);
        }

        @Override
        public int lanes(long now) {
            return (int) limit;
        }

        @Override
        public void accepted(Acceptance acceptance, long now) {
            limit = acceptance.level() * 2 >= limit ? Math.min(Scenario.MAX_LANES, limit + 1) : limit;
        }

        @Override
        public long refused(Refusal refusal, long now) {
            limit = Math.max(1, limit * 0.9);
            return super.refused(refusal, now);
        }
    }

    private static final class FeedbackSender implements Sender {

        private static final double FIRST = 5;
        private static final long DEAD_FOR = 300 * SECOND;
        private static final long LONGEST_BACKOFF = 4_000 * SECOND;

        private double limit = FIRST;
        private long deadUntil;

        @Override
        public int lanes(long now) {
            return (int) Math.max(1, limit);
        }

        @Override
        public long nextConnect(long now) {
            return deadUntil;
        }

        @Override
        public long nextStart(long now) {
            return deadUntil;
        }

        @Override
        public void accepted(Acceptance acceptance, long now) {
            limit = Math.min(Scenario.MAX_LANES, limit + 1 / limit);
        }

        @Override
        public long refused(Refusal refusal, long now) {
            limit -= 1 / limit;
            if (limit < 1) {
                limit = FIRST;
                deadUntil = now + DEAD_FOR;
            }
            return Math.min(LONGEST_BACKOFF, DEAD_FOR << Math.min(refusal.attempts() - 1, 5));
        }
    }

    private static final class SuspendingSender implements Sender {

        private long connectAt;
        private long startAt;

        @Override
        public int lanes(long now) {
            return LANES;
        }

        @Override
        public long nextConnect(long now) {
            return connectAt;
        }

        @Override
        public long nextStart(long now) {
            return startAt;
        }

        @Override
        public void accepted(Acceptance acceptance, long now) {}

        @Override
        public long refused(Refusal refusal, long now) {
            switch (refusal.reason()) {
                case TOO_MANY_CONNECTIONS -> connectAt = now + LONGEST;
                case THROTTLED -> startAt = now + LONGEST;
                case SESSION_LIMIT -> {
                    return KEEPS_ITS_PLACE;
                }
                default -> {
                    return LONGEST;
                }
            }
            return KEEPS_ITS_PLACE;
        }
    }
}
