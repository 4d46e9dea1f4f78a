/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

/** How far commands run ahead of their answers, where the server offers that (RFC 2920). */
enum Pipelining {
    /** Each command waits for the answer to the one before. */
    OFF,
    /** MAIL, all RCPT and DATA go out together. */
    ENVELOPE,
    /** That, and the next message's envelope goes out right behind the final dot, where somebody knows the next message. */
    FULL
}
