/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.fuzz;

/** Where Jazzer enters; it calls these two by name. */
public final class JazzerEntry {

    private static Target target = Target.REPLY;

    private JazzerEntry() {}

    /** Called once, with the name of a target. */
    public static void fuzzerInitialize(String[] args) {
        target = Target.valueOf(args[0]);
    }

    /** Called for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        target.feed(input);
    }
}
