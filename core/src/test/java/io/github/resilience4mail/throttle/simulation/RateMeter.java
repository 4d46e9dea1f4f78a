/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/** Counts messages as a server does, and says whether there is room for one more. Not thread-safe. */
final class RateMeter {

    private final Limits limits;
    private final Deque<Long> counted = new ArrayDeque<>();
    private long stroke;
    private int sinceStroke;
    private double tokens;
    private long filledAt;

    RateMeter(Limits limits, long firstStroke) {
        this.limits = limits;
        this.tokens = limits.messages;
        this.stroke = firstStroke;
    }

    /** Counts one; false if there is no room, and then it counts only where refusals do. */
    boolean count(long now) {
        if (limits.messages == Limits.NONE) {
            return true;
        }
        return switch (limits.counting) {
            case SLIDING -> slide(now);
            case FIXED -> fixed(now);
            case BUCKET -> bucket(now);
        };
    }

    private boolean slide(long now) {
        while (!counted.isEmpty() && now - counted.getFirst() >= limits.window) {
            counted.removeFirst();
        }
        boolean room = counted.size() < limits.messages;
        if (room || limits.strict) {
            counted.addLast(now);
        }
        return room;
    }

    private boolean fixed(long now) {
        while (now >= stroke) {
            stroke += limits.window;
            sinceStroke = 0;
        }
        boolean room = sinceStroke < limits.messages;
        if (room || limits.strict) {
            sinceStroke++;
        }
        return room;
    }

    private boolean bucket(long now) {
        tokens = Math.min(limits.messages, tokens + (double) (now - filledAt) * limits.messages / limits.window);
        filledAt = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
