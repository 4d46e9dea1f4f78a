/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

/** What came back to the sender of a message. */
public enum BounceKind {
    /** The message was not delivered to the recipient, and nobody goes on trying. */
    FAILED,
    /** The message has not been delivered yet; a server goes on trying. Nothing has failed. */
    DELAYED,
    /** The recipient complains about the message (RFC 5965). */
    COMPLAINT,
    /** The recipient's mailbox answers by itself, for example that its owner is away (RFC 3834). Nothing has failed. */
    AUTO_REPLY,
    /** It cannot be understood as any of these. */
    UNREADABLE
}
