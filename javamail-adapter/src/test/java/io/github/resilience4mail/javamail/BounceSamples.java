/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Made-up bounces, written after the RFCs and the formats that servers document. */
final class BounceSamples {

    /**
     * What a sample says about a recipient.
     *
     * @param decision with {@code suppress} behind it where that is so; {@code -} for none
     * @param reply {@code (words)} if it has neither code nor status; {@code -} for none
     */
    record Expected(String sample, String kind, String recipient, String decision, String reply) {}

    /** All that is expected, by sample, in the order of the recipients. */
    static final Map<String, List<Expected>> EXPECTED = readExpected();

    static final List<String> NAMES = List.copyOf(EXPECTED.keySet());

    private BounceSamples() {}

    private static Map<String, List<Expected>> readExpected() {
        Map<String, List<Expected>> expected = new TreeMap<>();
        for (String line :
                new String(file("expected.txt"), StandardCharsets.UTF_8).lines().toList()) {
            if (!line.startsWith("#")) {
                String[] cells = line.split(" \\| ", 5);
                expected.computeIfAbsent(cells[0], name -> new ArrayList<>())
                        .add(new Expected(cells[0], cells[1], cells[2], cells[3], cells[4]));
            }
        }
        return expected;
    }

    static byte[] bytes(String name) {
        return file(name + ".eml");
    }

    private static byte[] file(String name) {
        try (InputStream in = BounceSamples.class.getResourceAsStream("bounces/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no sample " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy with up to eight bytes changed, or a slice lost or doubled. */
    static byte[] mutated(byte[] bytes, Random random) {
        if (bytes.length == 0) {
            return bytes;
        }
        byte[] copy = bytes.clone();
        for (int i = random.nextInt(8); i >= 0; i--) {
            copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
        }
        int from = random.nextInt(copy.length);
        int to = from + random.nextInt(copy.length - from);
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(copy, from);
            case 1 -> Arrays.copyOfRange(copy, from, copy.length);
            case 2 -> Arrays.copyOf(Arrays.copyOf(copy, to), to + random.nextInt(100));
            default -> copy;
        };
    }
}
