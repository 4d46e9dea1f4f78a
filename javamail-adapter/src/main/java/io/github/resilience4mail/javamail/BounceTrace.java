/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a report says for those who look a message up: under which addresses, and when.
 *
 * @param originalRecipient the recipient as the sender gave it (ORCPT)
 * @param finalRecipient the recipient as the reporting server knew it
 * @param envelopeId what the sender called the transaction (ENVID)
 * @param arrivedAt when the message came to the reporting server
 * @param lastAttemptAt when delivery was last tried
 * @param willRetryUntil when the reporting server gives up, if it goes on trying
 */
record BounceTrace(
        @Nullable String originalRecipient,
        @Nullable String finalRecipient,
        @Nullable String envelopeId,
        @Nullable Instant arrivedAt,
        @Nullable Instant lastAttemptAt,
        @Nullable Instant willRetryUntil) {

    static final BounceTrace NONE = new BounceTrace(null, null, null, null, null, null);
}
