/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules are about something: what they look at is all there is. */
class ImportTest {

    /** Less than this has gone missing. */
    private static final Map<String, Integer> LEAST_SOURCES =
            Map.of("core", 55, "javamail-adapter", 30, "testkit", 45, "spring-adapter", 5);

    @ParameterizedTest
    @MethodSource("io.github.resilience4mail.architecture.Module#withSources")
    void findsAClassForEachSourceFile(Module module) {
        long topLevel =
                module.classes().stream().filter(JavaClass::isTopLevelClass).count();
        assertThat(topLevel)
                .isEqualTo(module.sources())
                .isGreaterThanOrEqualTo(LEAST_SOURCES.getOrDefault(module.toString(), 0));
    }

    @Test
    void findsTheModules() {
        assertThat(Module.published())
                .extracting(Module::toString)
                .containsAll(LEAST_SOURCES.keySet())
                .doesNotContain("architecture", "bom", "examples");
    }

    @Test
    void findsThemAllForTheRulesThatConcernAll() {
        assertThat(Module.allClasses()).hasSizeGreaterThan(150);
    }
}
