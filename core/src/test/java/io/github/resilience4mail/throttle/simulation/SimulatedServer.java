/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle.simulation;

import io.github.resilience4mail.catalogue.Reason;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Has limits and keeps them; says why it refuses, as the catalogue understands real replies. Not thread-safe. */
final class SimulatedServer {

    private final Limits limits;
    private final Random random;
    private final RateMeter meter;
    private final Map<Integer, Long> firstSeen = new HashMap<>();
    private final Deque<Long> ofTheLastMinute = new ArrayDeque<>();
    private int connections;
    private int submissions;
    private int byChance;
    private long longestTarpit;

    SimulatedServer(Limits limits, Random random) {
        this.limits = limits;
        this.random = random;
        this.meter = new RateMeter(limits, limits.window == 0 ? 0 : random.nextLong(limits.window));
    }

    /** A connection arrives; null if it is welcome. */
    @Nullable
    Reason connect(long now) {
        if (isBadLuck()) {
            return Reason.TOO_MANY_CONNECTIONS;
        }
        if (!limits.quotaAfterData && connections >= limits.quotaAt(now)) {
            return Reason.TOO_MANY_CONNECTIONS;
        }
        connections++;
        return null;
    }

    private boolean isBadLuck() {
        boolean bad = random.nextDouble() < limits.spurious;
        byChance += bad ? 1 : 0;
        return bad;
    }

    /** How many it has refused by chance, whatever the sender did. */
    int byChance() {
        return byChance;
    }

    long releaseLag() {
        return limits.releaseLag;
    }

    void release() {
        connections--;
    }

    /** MAIL and RCPT; null if they are welcome. */
    @Nullable
    Reason envelope(int message, int onConnection, long now) {
        if (onConnection >= limits.sessionCap) {
            return Reason.SESSION_LIMIT;
        }
        if (!limits.rateAfterData && !meter.count(now)) {
            return Reason.THROTTLED;
        }
        if (limits.greylist > 0) {
            Long first = firstSeen.putIfAbsent(message, now);
            if (first == null || now - first < limits.greylist) {
                return Reason.GREYLISTED;
            }
        }
        if (isBadLuck()) {
            return Reason.LOCAL_ERROR;
        }
        submissions++;
        return null;
    }

    /** The final dot of a message whose envelope was welcome; null if it is accepted. */
    @Nullable
    Reason finalDot(long now) {
        boolean tooMany = limits.quotaAfterData && submissions > limits.quotaAt(now);
        submissions--;
        if (tooMany) {
            return Reason.TOO_MANY_CONNECTIONS;
        }
        return limits.rateAfterData && !meter.count(now) ? Reason.THROTTLED : null;
    }

    /** How much longer a message takes that begins now, for the number of those before it. */
    long tarpit(long now) {
        if (limits.tarpitFrom == Limits.NONE) {
            return 0;
        }
        ofTheLastMinute.addLast(now);
        while (now - ofTheLastMinute.getFirst() >= 60 * Limits.SECOND) {
            ofTheLastMinute.removeFirst();
        }
        long delay = Math.max(0, ofTheLastMinute.size() - limits.tarpitFrom) * limits.tarpitStep;
        longestTarpit = Math.max(longestTarpit, delay);
        return delay;
    }

    long longestTarpit() {
        return longestTarpit;
    }

    /** How long a whole transaction takes. */
    long service() {
        double spread = Math.exp(limits.serviceSpread * random.nextGaussian());
        return (long) (limits.service * spread);
    }
}
