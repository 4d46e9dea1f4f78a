/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

/**
 * A message that the server accepted for one recipient.
 *
 * @param messageId the Message-ID as its header has it, with the brackets, or empty if there was none
 * @param recipient the address, as RCPT named it
 * @param withheld whether the client was not told: the connection ended, or stalled, instead of the final reply
 */
public record Accepted(String messageId, String recipient, boolean withheld) {}
