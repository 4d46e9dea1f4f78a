/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

/** Exit codes, after {@code sysexits.h}. */
final class ExitCode {

    static final int OK = 0;
    /** The command was used wrongly. */
    static final int USAGE = 64;
    /** The input is not what it should be. */
    static final int DATA = 65;
    /** A fault of this program. */
    static final int SOFTWARE = 70;

    private ExitCode() {}
}
