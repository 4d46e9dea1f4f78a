/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.wrapped;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Runs the old program without resilience4mail and with it, and prints the difference. */
public final class WrappedTransportApp {

    private WrappedTransportApp() {}

    /**
     * Runs it; the process ends with 1 if resilience4mail did not keep its promises.
     *
     * @param args none
     * @throws Exception if the program cannot be run
     */
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        out.println("An old program runs twice against servers that misbehave: as it is, and with one more jar on its");
        out.println("class path, resilience4mail-javamail. It takes a few seconds.");
        out.println();
        Comparison comparison = Comparison.run();
        comparison.print(out);
        if (!comparison.isGood()) {
            System.exit(1);
        }
    }
}
