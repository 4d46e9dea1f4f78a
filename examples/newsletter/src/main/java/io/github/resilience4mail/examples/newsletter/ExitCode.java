/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

/** What the program ends with, after {@code sysexits.h}. */
final class ExitCode {

    /** All is well. */
    static final int OK = 0;
    /** EX_USAGE: it was called in the wrong way, or with a file that it cannot use. */
    static final int USAGE = 64;
    /** EX_UNAVAILABLE: somebody was given up. */
    static final int GIVEN_UP = 69;
    /** EX_SOFTWARE: what the program claims is not what happened. */
    static final int SOFTWARE = 70;
    /** EX_TEMPFAIL: somebody was deferred, or may or may not have been delivered to. */
    static final int DEFERRED = 75;
    /** EX_CONFIG: a person has to change something on the sender's side. */
    static final int FIX_CONFIG = 78;

    private ExitCode() {}
}
