/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

/**
 * How many messages a destination takes in a window of time. Immutable; times are milliseconds of the epoch.
 *
 * @param sends when messages began
 * @param model what is believed of how they are counted
 */
record RateLimit(Sends sends, RateModel model) {

    static final RateLimit NONE = new RateLimit(Sends.NONE, RateModel.UNLIMITED);

    RateLimit started(long now) {
        Sends more = sends.started(now);
        return new RateLimit(more, model.started(more, now));
    }

    RateLimit accepted(long startedAt, long now) {
        RateModel learnt = model.accepted(sends, startedAt, now);
        return learnt == model ? this : new RateLimit(sends, learnt);
    }

    RateLimit ended(long startedAt) {
        RateModel learnt = model.ended(startedAt);
        return learnt == model ? this : new RateLimit(sends, learnt);
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
