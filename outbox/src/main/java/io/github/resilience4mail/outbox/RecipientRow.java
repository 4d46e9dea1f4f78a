/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

/**
 * What a lane has to know of a recipient that it has claimed.
 *
 * @param id its number
 * @param message the number of its message
 * @param messageId the Message-ID, in its brackets
 * @param address whom to
 * @param size of the message, in bytes
 * @param priority a higher one goes first
 * @param createdAt when it was enqueued, in milliseconds since 1970
 * @param progress what has happened so far
 */
record RecipientRow(
        long id,
        long message,
        String messageId,
        String address,
        int size,
        int priority,
        long createdAt,
        Progress progress) {

    /** The same, of a message that is known. */
    RecipientRow of(String itsMessageId, int itsSize) {
        return new RecipientRow(id, message, itsMessageId, address, itsSize, priority, createdAt, progress);
    }

    /**
     * What the policy goes by.
     *
     * @param livesFrom since when it ages, in milliseconds since 1970
     * @param attempts how many were made
     * @param failures how many failed, throttled ones aside
     * @param throttled how many in a row were throttled
     * @param atOnce how many in a row were repeated at once
     * @param everUnknown whether one of them may have been accepted
     */
    record Progress(long livesFrom, int attempts, int failures, int throttled, int atOnce, boolean everUnknown) {}
}
