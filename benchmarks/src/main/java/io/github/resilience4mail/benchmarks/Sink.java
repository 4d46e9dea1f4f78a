/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.benchmarks;

import java.io.IOException;
import java.util.List;

/** An SMTP server on this machine that takes everything and keeps nothing. */
interface Sink extends AutoCloseable {

    int port();

    /** How many messages it has taken; less than 0 if it does not tell. */
    long messages();

    /** A round begins. */
    void beginRound();

    /** How much of a connection's time each message of the round took, in nanoseconds; empty if it does not tell. */
    List<Long> nanosOfMessages();

    /** How much processor time of this process was its own so far, in nanoseconds, threads that still run left out. */
    long cpuOfEnded();

    @Override
    void close() throws IOException;
}
