/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import io.github.resilience4mail.smtp.PrintableText;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Passwords come from the environment: on the command line they could be seen by others. */
final class PasswordVariable {

    static final String NOT_ON_THE_COMMAND_LINE =
            "a password on the command line can be seen by others: put it into an environment variable and name"
                    + " that by --password-env";

    private static final int MAX_QUOTED = 200;

    private PasswordVariable() {}

    /** The password in a variable that {@code --password-env} names. */
    static String read(String variable, Function<String, @Nullable String> environment) throws UsageException {
        String secret = environment.apply(variable);
        if (secret == null || secret.isEmpty()) {
            throw new UsageException("the environment variable " + PrintableText.of(variable, MAX_QUOTED)
                    + " named by --password-env is " + (secret == null ? "not set" : "empty")
                    + ": export it with the password in it");
        }
        return secret;
    }
}
