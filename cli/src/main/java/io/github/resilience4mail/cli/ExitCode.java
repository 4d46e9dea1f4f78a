/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

/** Exit codes, after {@code sysexits.h}. */
final class ExitCode {

    static final int OK = 0;
    /** The command was used wrongly. */
    static final int USAGE = 64;
    /** The input is not what it should be. */
    static final int DATA = 65;
    /** Somebody was given up. */
    static final int GIVEN_UP = 69;
    /** A fault of this program. */
    static final int SOFTWARE = 70;
    /** Somebody is deferred, or it is unknown whether the message was accepted. */
    static final int LATER = 75;
    /** Something has to be put right before anything can be sent. */
    static final int FIX_CONFIG = 78;

    private ExitCode() {}
}
