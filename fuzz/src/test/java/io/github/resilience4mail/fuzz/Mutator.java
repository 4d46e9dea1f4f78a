/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes inputs blindly, but each time in the same way. */
final class Mutator {

    private static final int MAX_LENGTH = 8192;
    private static final int MAX_STEPS = 4;
    private static final byte[] TELLING =
            "\r\n :;,.-\"'<>@#()[]{}*&!%|=?\\09aZ\t\0\u001b".getBytes(StandardCharsets.US_ASCII);

    private final List<byte[]> inputs;
    private final Random random = new Random(5321);

    Mutator(List<byte[]> inputs) {
        this.inputs = inputs;
    }

    /** One of the inputs, changed a little. */
    byte[] next() {
        byte[] input = any();
        for (int step = random.nextInt(MAX_STEPS); step >= 0; step--) {
            input = changed(input);
        }
        return input.length <= MAX_LENGTH ? input : Arrays.copyOf(input, MAX_LENGTH);
    }

    private byte[] any() {
        return inputs.get(random.nextInt(inputs.size()));
    }

    private byte[] changed(byte[] input) {
        int from = random.nextInt(input.length + 1);
        int to = from + random.nextInt(input.length - from + 1);
        return switch (random.nextInt(4)) {
            case 0 -> replaced(input, from, to, new byte[0]);
            case 1 -> replaced(input, from, from, Arrays.copyOfRange(input, from, to));
            case 2 -> replaced(input, from, Math.min(from + 1, input.length), new byte[] {anyByte()});
            default -> spliced(input, from, any());
        };
    }

    private byte anyByte() {
        return random.nextBoolean() ? TELLING[random.nextInt(TELLING.length)] : (byte) random.nextInt(256);
    }

    private byte[] spliced(byte[] input, int from, byte[] other) {
        int start = random.nextInt(other.length + 1);
        return replaced(input, from, input.length, Arrays.copyOfRange(other, start, other.length));
    }

    private static byte[] replaced(byte[] input, int from, int to, byte[] by) {
        byte[] result = Arrays.copyOf(input, from + by.length + input.length - to);
        System.arraycopy(by, 0, result, from, by.length);
        System.arraycopy(input, to, result, from + by.length, input.length - to);
        return result;
    }
}
