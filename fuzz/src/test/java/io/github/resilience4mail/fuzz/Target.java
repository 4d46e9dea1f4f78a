/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.fuzz;

import java.util.Locale;
import java.util.function.Consumer;

/** What reads something that others wrote. */
enum Target {
    /** A reply as it comes. */
    REPLY(Replies::parse),
    /** A reply, its phase and its host, as the catalogue sees them. */
    VERDICT(Replies::classify),
    /** The delay that a server names. */
    HINT(Replies::hint),
    /** A user's file of rules. */
    RULES(RuleFile::read),
    /** A message that came back. */
    BOUNCE(Bounce::read),
    /** What the command line is asked in JSON. */
    JSON(JsonLines::explain);

    private final Consumer<byte[]> check;

    Target(Consumer<byte[]> check) {
        this.check = check;
    }

    /** Reads the input and throws if a promise is not kept. */
    void feed(byte[] input) {
        check.accept(input);
    }

    /** The name of its folder, of the inputs that are kept as of those that are found. */
    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }
}
