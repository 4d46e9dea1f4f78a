/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Collection;

/** What the tests of rules have in common. */
final class Rules {

    /** Each package of ours has a name of this form; those of the fixtures too. */
    static final String OURS = "io.github.resilience4mail..";

    private Rules() {}

    /** What the rule says about the fixtures, which must be something about each. */
    static String reportOn(ArchRule rule, Class<?>... fixtures) {
        String report = rule.evaluate(new ClassFileImporter().importClasses(fixtures))
                .getFailureReport()
                .toString();
        for (Class<?> fixture : fixtures) {
            assertThat(report).contains(fixture.getName());
        }
        return report;
    }

    /** Classes of these names, and what is nested in them. */
    static DescribedPredicate<JavaClass> named(Collection<String> names) {
        return DescribedPredicate.describe(
                "listed as exceptions",
                type -> names.contains(type.getName())
                        || type.getEnclosingClass()
                                .filter(outer -> names.contains(outer.getName()))
                                .isPresent());
    }
}
