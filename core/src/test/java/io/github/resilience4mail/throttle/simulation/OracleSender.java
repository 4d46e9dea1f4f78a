/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Knows every limit, and uses it up without ever touching it: what is possible at all. It may be made to see a quota of
 * connections that has risen only when it looks, at even distances.
 */
final class OracleSender implements Sender {

    private static final long MARGIN = Limits.SECOND / 10;

    private final Limits limits;
    private final int maxLanes;
    private final long looksEvery;
    private final Deque<Long> starts = new ArrayDeque<>();
    private final Deque<Long> releases = new ArrayDeque<>();

    OracleSender(Limits limits, int maxLanes) {
        this(limits, maxLanes, 1);
    }

    OracleSender(Limits limits, int maxLanes, long looksEvery) {
        this.looksEvery = looksEvery;
        this.limits = limits;
        this.maxLanes = maxLanes;
    }

    @Override
    public int lanes(long now) {
        int seen = limits.quotaAt(now - now % looksEvery);
        return Math.min(maxLanes, Math.min(seen, limits.quotaAt(now)));
    }

    @Override
    public boolean connectsOneByOne() {
        return true;
    }

    @Override
    public long nextConnect(long now) {
        while (!releases.isEmpty() && releases.getFirst() <= now) {
            releases.removeFirst();
        }
        return releases.isEmpty() || limits.quotaAt(now) >= maxLanes ? now : releases.getFirst();
    }

    @Override
    public void disconnected(long now) {
        if (limits.releaseLag > 0) {
            releases.addLast(now + limits.releaseLag);
        }
    }

    @Override
    public long nextStart(long now) {
        if (limits.messages == Limits.NONE) {
            return now;
        }
        if (limits.counting == Limits.Counting.BUCKET) {
            // evenly, from a bucket that is full
            return starts.isEmpty() ? now : starts.getLast() + limits.window / limits.messages;
        }
        return starts.size() < limits.messages ? now : starts.getFirst() + limits.window + MARGIN;
    }

    @Override
    public void started(long now) {
        starts.addLast(now);
        if (starts.size() > limits.messages) {
            starts.removeFirst();
        }
    }

    @Override
    public int messagesPerConnection() {
        return Math.min(100, limits.sessionCap);
    }

    @Override
    public void accepted(Acceptance acceptance, long now) {}

    @Override
    public long refused(Refusal refusal, long now) {
        return switch (refusal.reason()) {
            case GREYLISTED -> UNTIL_GREYLISTING_ENDS;
            case LOCAL_ERROR -> Limits.SECOND;
            default -> KEEPS_ITS_PLACE;
        };
    }

    @Override
    public long greylistDue(long firstTriedAt) {
        return firstTriedAt + limits.greylist;
    }
}
