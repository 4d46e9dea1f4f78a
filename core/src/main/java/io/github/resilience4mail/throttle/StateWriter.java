/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

/** Writes a state as text: its values in a fixed order, with semicolons between them. Not thread-safe. */
final class StateWriter {

    private final StringBuilder text = new StringBuilder();

    StateWriter number(long value) {
        if (!text.isEmpty()) {
            text.append(';');
        }
        text.append(Long.toString(value, Character.MAX_RADIX));
        return this;
    }

    StateWriter flag(boolean value) {
        return number(value ? 1 : 0);
    }

    /** Times as the distance from the one before, and how many. */
    StateWriter log(StartLog log) {
        number(log.size());
        long before = 0;
        for (int i = 0; i < log.size(); i++) {
            text.append(';').append(Long.toString(log.time(i) - before, Character.MAX_RADIX));
            if (log.countAt(i) > 1) {
                text.append('*').append(Integer.toString(log.countAt(i), Character.MAX_RADIX));
            }
            before = log.time(i);
        }
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
