/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

/** No limit of messages has shown itself. */
record UnlimitedRate() implements RateModel {

    static final int KIND = 0;

    @Override
    public long nextStart(Sends sends, long now) {
        return now;
    }

    @Override
    public RateModel refused(Sends sends, long startedAt, long now) {
        return RateSearch.after(startedAt, now);
    }

    @Override
    public boolean isLimited() {
        return false;
    }

    @Override
    public void write(StateWriter out) {
        out.number(KIND);
    }
}
