/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

import java.util.List;

/** Reads what a {@link StateWriter} wrote. Not thread-safe. */
final class StateReader {

    private static final int MOST_ENTRIES = 10_000;

    private final List<String> values;
    private int next;

    StateReader(String text) {
        values = List.of(text.split(";", -1));
    }

    long time() {
        return parse(value());
    }

    int number(int least, int most) {
        long number = parse(value());
        if (number < least || number > most) {
            throw damaged("value " + next + " is " + number);
        }
        return (int) number;
    }

    boolean flag() {
        return number(0, 1) == 1;
    }

    StartLog log() {
        int size = number(0, MOST_ENTRIES);
        StartLog log = StartLog.EMPTY;
        long before = 0;
        for (int i = 0; i < size; i++) {
            String entry = value();
            int star = entry.indexOf('*');
            long distance = parse(star < 0 ? entry : entry.substring(0, star));
            long count = star < 0 ? 1 : parse(entry.substring(star + 1));
            if (count < 1 || count > Integer.MAX_VALUE || (i > 0 && distance <= 0)) {
                throw damaged("its log does not go forward");
            }
            before += distance;
            log = log.plus(before, (int) count);
        }
        return log;
    }

    void end() {
        if (next != values.size()) {
            throw damaged("something follows its end");
        }
    }

    private String value() {
        if (next >= values.size()) {
            throw damaged("it ends after " + next + " values");
        }
        return values.get(next++);
    }

    private long parse(String value) {
        try {
            return Long.parseLong(value, Character.MAX_RADIX);
        } catch (NumberFormatException e) {
            throw damaged("value " + next + " is no number");
        }
    }

    private static IllegalArgumentException damaged(String why) {
        return new IllegalArgumentException("this is no state of a lane limit, so start with a new one: " + why);
    }
}
