/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

import java.util.ArrayList;
import java.util.List;

/**
 * How long a server takes to notice that a connection has ended, before its place is free for another one. It lies
 * between a pause that was too short and one that was long enough, and is looked for in their middle as long as that may
 * gain something. Immutable; times are milliseconds.
 *
 * @param ended when those connections ended that no other one has replaced yet, oldest first
 * @param pause how long a place is left alone
 * @param tooShort the longest pause after which a connection was refused, or 0
 * @param enough the shortest pause after which one was welcome, or 0 if none is known to be needed
 * @param prompt whether the last place was seen to be free at once, so that the next refusal has another reason
 * @param lookAt before which no connection is made because one has been refused
 */
record Places(List<Long> ended, long pause, long tooShort, long enough, boolean prompt, long lookAt) {

    static final Places UNKNOWN = new Places(List.of(), 0, 0, 0, false, 0);

    private static final long SECOND_LOOK = 1_000;

    /** A second, and what the network takes, */
    private static final long LIKELY = 1_200;

    /** and more than this is not believed to be the reason before another one is ruled out. */
    private static final long LESS_LIKELY = 2_000;

    private static final long LONGEST = 5_000;

    /** A shorter pause is none, */
    private static final long NONE = 100;

    /** and to gain less than this with each connection is not worth a refusal. */
    private static final long WORTH_A_REFUSAL = 600;

    private static final int MOST = 100;

    Places {
        ended = List.copyOf(ended);
    }

    /** When the next connection may be made. */
    long connectAt() {
        return pause == 0 || ended.isEmpty() ? lookAt : Math.max(lookAt, ended.get(0) + pause);
    }

    /** How long the place had been left alone for which a connection was begun then; -1 if it was no such place. */
    private long waited(long startedAt) {
        return ended.isEmpty() ? -1 : startedAt - ended.get(0);
    }

    /** How many connections have ended that nothing has replaced, after something was begun then. */
    int endedSince(long startedAt) {
        return (int) ended.stream().filter(e -> e >= startedAt).count();
    }

    private Places withoutOld(long now) {
        List<Long> recent = ended.stream().filter(e -> e > now - LONGEST).toList();
        return recent.size() == ended.size() ? this : new Places(recent, pause, tooShort, enough, prompt, lookAt);
    }

    /** A number of connections was refused that had worked: perhaps one of the old ones still counts. */
    Places refused(long startedAt, long now) {
        Places recent = withoutOld(startedAt);
        return recent.refusedAfter(recent.waited(startedAt), now);
    }

    private Places refusedAfter(long waited, long now) {
        long look = Math.max(lookAt, now + SECOND_LOOK);
        if (waited < 0 || prompt) {
            // chance, it seems; if not, the next refusal will be believed
            return new Places(ended, pause, tooShort, enough, prompt && waited < 0, look);
        }
        if (pause == 0) {
            return new Places(ended, LIKELY, 0, 0, prompt, look);
        }
        long longer = enough > waited ? enough : Math.min(LONGEST, Math.max(LESS_LIKELY, waited * 3 / 2));
        return new Places(ended, longer, Math.max(tooShort, waited), enough > waited ? enough : 0, prompt, look);
    }

    /** Whether a place that had not been left alone for long may be the reason why a connection was refused. */
    boolean mayBeLate(long startedAt) {
        long waited = withoutOld(startedAt).waited(startedAt);
        return pause > 0 && waited >= 0 && waited < LESS_LIKELY;
    }

    /** A connection was made that was begun then. */
    Places connected(int level, int lanes, boolean inDoubt, long startedAt) {
        Places recent = withoutOld(startedAt);
        long waited = recent.waited(startedAt);
        if (waited < 0) {
            return recent;
        }
        boolean atOnce = waited < NONE && level + recent.ended.size() > lanes;
        return recent.replaced(prompt || atOnce).welcomeAfter(inDoubt, waited);
    }

    private Places replaced(boolean atOnce) {
        return new Places(ended.subList(1, ended.size()), pause, tooShort, enough, atOnce, lookAt);
    }

    private Places welcomeAfter(boolean inDoubt, long waited) {
        if (enough == 0) {
            return inDoubt && pause > 0 ? new Places(ended, waited, tooShort, waited, prompt, lookAt) : this;
        }
        long known = Math.min(enough, waited);
        if (tooShort >= known || (tooShort > 0 && known - tooShort <= WORTH_A_REFUSAL)) {
            return new Places(ended, Math.max(pause, known), tooShort, known, prompt, lookAt);
        }
        long less = (tooShort + known) / 2;
        return less < NONE
                ? new Places(ended, 0, 0, 0, prompt, lookAt)
                : new Places(ended, less, tooShort, known, prompt, lookAt);
    }

    /** It was for another reason that a connection had been refused. */
    Places notLate() {
        return enough > 0 ? this : new Places(ended, 0, 0, 0, false, lookAt);
    }

    /** A connection has ended. */
    Places disconnected(long now) {
        List<Long> more = new ArrayList<>(withoutOld(now).ended);
        if (more.size() < MOST) {
            more.add(now);
        }
        return new Places(more, pause, tooShort, enough, prompt, lookAt);
    }

    void write(StateWriter out) {
        out.number(ended.size());
        ended.forEach(out::number);
        out.number(pause).number(tooShort).number(enough).flag(prompt).number(lookAt);
    }

    static Places read(StateReader in) {
        int size = in.number(0, MOST);
        List<Long> ended = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            ended.add(in.time());
        }
        return new Places(ended, in.time(), in.time(), in.time(), in.flag(), in.time());
    }
}
