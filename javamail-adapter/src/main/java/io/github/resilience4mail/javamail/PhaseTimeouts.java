/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.time.Timekeeper;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * How long a reply may take, by phase (RFC 5321 section 4.5.3.2), in all: a server that sends a byte now and then does
 * not stretch it. Where the user set a timeout, that one stands and this does nothing.
 */
final class PhaseTimeouts {

    private final Timekeeper timekeeper;
    private final boolean userHasSetOne;
    private SmtpPhase phase = SmtpPhase.CONNECT;
    private long startedNanos;

    PhaseTimeouts(Timekeeper timekeeper, boolean userHasSetOne) {
        this.timekeeper = timekeeper;
        this.userHasSetOne = userHasSetOne;
        this.startedNanos = timekeeper.nanoTime();
    }

    void start(SmtpPhase newPhase) {
        phase = newPhase;
        startedNanos = timekeeper.nanoTime();
    }

    /** Gives the socket what is left of the time. */
    void apply(Socket socket) throws SocketException, SocketTimeoutException {
        if (userHasSetOne) {
            return;
        }
        long left = limit(phase).toMillis() - (timekeeper.nanoTime() - startedNanos) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException(
                    "no whole reply within " + limit(phase).toSeconds() + " s");
        }
        socket.setSoTimeout((int) left);
    }

    /** The RFC's figures; where it names none, five minutes, which it gives to most commands. */
    static Duration limit(SmtpPhase phase) {
        return switch (phase) {
            case END_OF_DATA -> Duration.ofMinutes(10);
            case DATA -> Duration.ofMinutes(2);
            // nothing depends on the answer
            case QUIT -> Duration.ofSeconds(10);
            case CONNECT, EHLO, STARTTLS, AUTH, MAIL, RCPT, RSET, BOUNCE -> Duration.ofMinutes(5);
        };
    }
}
