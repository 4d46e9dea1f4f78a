/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A step of the build: checks our rules and leaves them where the library looks for them. */
final class RuleCompiler {

    private RuleCompiler() {}

    /**
     * Compiles.
     *
     * @param args the directory of the compiled classes
     * @throws CatalogueException for the first rule that is not as it should be, which stops the build
     */
    public static void main(String[] args) throws IOException {
        RuleSet rules = RuleFiles.written();
        CatalogueLint.checkRules(rules.rules(), List.of());
        // these decide only where no other rule does, so they may share its words
        CatalogueLint.checkRules(rules.finality().rules(), rules.rules());
        CatalogueLint.checkSamples(rules.all(), new RuleIndex(rules));
        Path target = Path.of(args[0], RuleCompiler.class.getPackageName().replace('.', '/'), CompiledRules.NAME);
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(target))) {
            CompiledRules.write(rules, out);
        }
    }
}
