/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

/**
 * How many messages a destination takes in a window of time. Immutable; times are milliseconds of the epoch.
 *
 * @param sends when messages began
 * @param model what is believed of how they are counted
 */
record RateLimit(Sends sends, RateModel model) {

    static final RateLimit NONE = new RateLimit(Sends.NONE, new UnlimitedRate());

    RateLimit started(long now) {
        Sends more = sends.started(now);
        return new RateLimit(more, model.started(more, now));
    }

    RateLimit accepted(long startedAt, long now) {
        return new RateLimit(sends, model.accepted(sends, startedAt, now));
    }

    RateLimit ended(long startedAt) {
        return new RateLimit(sends, model.ended(startedAt));
    }

    /** A message that began then was refused before it was counted. */
    RateLimit notCounted(long startedAt) {
        return new RateLimit(sends.refused(startedAt), model.ended(startedAt));
    }

    RateLimit refused(long startedAt, long now) {
        Sends more = sends.refused(startedAt);
        return new RateLimit(more, model.refused(more, startedAt, now));
    }

    /** When the next message may begin; in the past if at once. */
    long nextStart(long now) {
        return model.nextStart(sends, now);
    }

    void write(StateWriter out) {
        out.log(sends.begun()).log(sends.refused());
        model.write(out);
    }

    static RateLimit read(StateReader in) {
        return new RateLimit(new Sends(in.log(), in.log()), RateModel.read(in));
    }
}
