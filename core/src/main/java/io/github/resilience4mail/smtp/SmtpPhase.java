/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.smtp;

/**
 * A place in the SMTP dialogue: the command that a reply answers.
 *
 * <p>The same digits mean different things in different phases: {@code 432} after AUTH asks for a password change
 * (RFC 4954 section 6), after the message it is a quota of connections.
 */
public enum SmtpPhase {
    /** The connection itself, and the server's greeting (RFC 5321 section 3.1). */
    CONNECT,
    /** EHLO or HELO (RFC 5321 section 4.1.1.1). */
    EHLO,
    /** STARTTLS and the handshake that follows (RFC 3207). */
    STARTTLS,
    /** AUTH and its continuation lines (RFC 4954). */
    AUTH,
    /** MAIL FROM (RFC 5321 section 4.1.1.2). */
    MAIL,
    /** RCPT TO (RFC 5321 section 4.1.1.3). */
    RCPT,
    /** DATA, or BDAT before its last chunk, up to the final dot (RFC 5321 section 4.1.1.4). */
    DATA,
    /** From sending the final dot (or the last BDAT chunk) until the final reply: the one window of doubt. */
    END_OF_DATA,
    /** RSET (RFC 5321 section 4.1.1.5). */
    RSET,
    /** QUIT (RFC 5321 section 4.1.1.10). */
    QUIT,
    /** Not a dialogue: the reply is quoted in a bounce message. */
    BOUNCE
}
