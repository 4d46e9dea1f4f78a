/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import java.util.Locale;
import picocli.CommandLine.Option;

/** How to answer: in which language, and whether for programs. */
final class AnswerOptions {

    @Option(
            names = "--lang",
            paramLabel = "LANG",
            converter = Language.class,
            defaultValue = "en",
            description = "en or fr (default: ${DEFAULT-VALUE}).")
    private Locale language = Locale.ENGLISH;

    @Option(names = "--json", description = "Answer with an object a line.")
    private boolean json;

    Locale language() {
        return language;
    }

    boolean json() {
        return json;
    }
}
