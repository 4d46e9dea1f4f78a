/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import java.io.InputStream;
import java.io.OutputStream;

/** Runs the command line without ending the virtual machine. */
public final class CommandLineDoor {

    private CommandLineDoor() {}

    /** The exit code of a run. */
    public static int run(InputStream in, OutputStream out, OutputStream err, String... args) {
        return Main.run(args, Console.of(in, out, err), name -> null, new StopSignal());
    }
}
