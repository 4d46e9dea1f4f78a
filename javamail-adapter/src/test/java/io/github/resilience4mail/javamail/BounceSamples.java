/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Made-up bounces, written after the RFCs and the formats that servers document. */
final class BounceSamples {

    static final List<String> NAMES = List.of(
            "autoreply",
            "autoreply-subject",
            "binary",
            "complaint",
            "complaint-auth-failure",
            "courier",
            "dsn-attached",
            "dsn-base64-text",
            "dsn-delayed",
            "dsn-delivered",
            "dsn-failed",
            "dsn-forwarded",
            "dsn-headers-only",
            "dsn-hostile",
            "dsn-international",
            "dsn-several",
            "dsn-status-only",
            "dsn-truncated",
            "dsn-without-boundary",
            "empty",
            "exchange-new",
            "exchange-old",
            "exim",
            "exim-delayed",
            "generic",
            "gmail-new",
            "gmail-old",
            "latin1",
            "ordinary",
            "postfix-text",
            "qmail",
            "sendmail",
            "yahoo");

    private BounceSamples() {}

    static byte[] bytes(String name) {
        try (InputStream in = BounceSamples.class.getResourceAsStream("bounces/" + name + ".eml")) {
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
