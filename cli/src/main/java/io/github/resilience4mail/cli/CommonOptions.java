/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import io.github.resilience4mail.catalogue.CatalogueException;
import io.github.resilience4mail.catalogue.ReplyCatalogue;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command that explains replies may be told: how to answer, and by which rules. */
final class CommonOptions {

    @Mixin
    private AnswerOptions answer = new AnswerOptions();

    @Option(names = "--rules", paramLabel = "FILE", description = "Rules of your own, which come first.")
    private @Nullable Path rules;

    Locale language() {
        return answer.language();
    }

    boolean json() {
        return answer.json();
    }

    boolean hasRules() {
        return rules != null;
    }

    /**
     * The standard rules, with the user's before them.
     *
     * @throws CatalogueException with one sentence that says what is wrong with the user's
     */
    ReplyCatalogue catalogue() {
        return rules == null ? ReplyCatalogue.standard() : ReplyCatalogue.withRules(rules);
    }
}
