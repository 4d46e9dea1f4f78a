/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * What a journal belongs to. It names nobody: the list is known by its fingerprint, a subscriber by the number in it.
 *
 * @param issue the fingerprint of what is sent, and of who sends it
 * @param list the fingerprint of whom it is sent to
 * @param subscribers how many they are
 * @param date when the issue was made; a part of each Message-ID, so that one sent again is recognised
 */
record RunIdentity(String issue, String list, int subscribers, Instant date) {

    private static final int SHOWN_BYTES = 16;

    static RunIdentity of(String issueText, List<String> subscribers, Instant date) {
        return new RunIdentity(
                fingerprint(issueText), fingerprint(String.join("\n", subscribers)), subscribers.size(), date);
    }

    private static String fingerprint(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, SHOWN_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has it", e);
        }
    }
}
