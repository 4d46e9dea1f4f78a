/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.ArchRule;
import io.github.resilience4mail.architecture.fixture.modules.KnowsEverybody;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Modules: whom each may know. What is not listed is forbidden: Spring in core, the testkit in all others. */
class ModulesTest {

    private static final String[] JDK = {"java..", "javax.net..", "javax.crypto..", "org.jspecify.annotations.."};

    private static final List<String> CORE = List.of(
            ours("smtp"),
            ours("catalogue"),
            ours("policy"),
            ours("engine"),
            ours("throttle"),
            ours("runtime"),
            ours("time"));

    private static final Map<String, List<String>> MAY_KNOW = Map.of(
            "core", with(List.of(), "org.slf4j..", "io.github.resilience4j..", "org.snakeyaml.engine.."),
            "testkit", with(List.of(ours("testkit")), "org.junit.jupiter.api.."),
            "javamail-adapter",
                    with(
                            List.of(ours("javamail")),
                            "jakarta.mail..",
                            "jakarta.activation..",
                            "javax.mail..",
                            "org.eclipse.angus..",
                            "org.slf4j..",
                            "io.github.resilience4j.."),
            "outbox",
                    with(
                            List.of(ours("javamail"), ours("outbox")),
                            "jakarta.mail..",
                            "javax.sql..",
                            "com.github.kagkarlsson.scheduler..",
                            "org.slf4j.."),
            "spring-adapter",
                    with(
                            List.of(ours("javamail"), ours("outbox"), ours("spring")),
                            "jakarta.mail..",
                            "javax.sql..",
                            "org.springframework..",
                            "org.aopalliance..",
                            "io.micrometer..",
                            "org.slf4j..",
                            "io.github.resilience4j.."),
            "cli",
                    with(
                            List.of(ours("javamail"), ours("outbox"), ours("cli")),
                            "jakarta.mail..",
                            "javax.sql..",
                            "org.h2..",
                            "org.postgresql..",
                            "picocli..",
                            "com.fasterxml.jackson.core.."));

    private static final ArchRule ONLY_THE_CONTRACT_NEEDS_JUNIT = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.github.resilience4mail.testkit.contract.MailDeliveryContract")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.junit..")
            .because("JUnit is optional for users of the testkit");

    private static final String JAVAX_MAIL_NOTICE = "io.github.resilience4mail.javamail.JavaxMailNotice";

    private static final ArchRule ONLY_THE_MAIL_ADAPTER_KNOWS_ANGUS = noClasses()
            .that()
            .resideOutsideOfPackage(ours("javamail"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.angus..");

    private static final ArchRule FEW_KNOW_RESILIENCE4J = noClasses()
            .that()
            .resideOutsideOfPackages(ours("engine"), ours("runtime"), ours("javamail"), ours("spring"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.github.resilience4j..")
            .because("the engine drives it; the adapters see the type of MailRuntime.registry");

    /** Users of Jakarta Mail do not have it on their class path. */
    private static ArchRule javaxMailIsKnownToNobodyBut(String... names) {
        return noClasses()
                .that(not(Rules.named(List.of(names))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("javax.mail..");
    }

    private static String ours(String name) {
        return "io.github.resilience4mail." + name + "..";
    }

    private static List<String> with(List<String> modules, String... foreign) {
        return Stream.of(CORE.stream(), modules.stream(), Stream.of(foreign))
                .flatMap(names -> names)
                .toList();
    }

    private static ArchRule rule(Module module) {
        List<String> allowed = MAY_KNOW.get(module.toString());
        assertThat(allowed)
                .as("whom module %s may know: name them here", module)
                .isNotNull();
        return classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        Stream.concat(Stream.of(JDK), allowed.stream()).toArray(String[]::new)));
    }

    @ParameterizedTest
    @MethodSource("io.github.resilience4mail.architecture.Module#withSources")
    void knowNobodyElse(Module module) {
        rule(module).check(module.classes());
    }

    @ParameterizedTest
    @MethodSource("io.github.resilience4mail.architecture.Module#withSources")
    void wouldBeSeenToKnowSomebodyElse(Module module) {
        assertThat(Rules.reportOn(rule(module), KnowsEverybody.class))
                .contains(module.toString().equals("testkit") ? "jakarta.mail" : "resilience4mail.testkit");
    }

    @Test
    void knowAngusOnlyInTheMailAdapter() {
        ONLY_THE_MAIL_ADAPTER_KNOWS_ANGUS.check(Module.allClasses());
    }

    @Test
    void wouldBeSeenToKnowAngusElsewhere() {
        Rules.reportOn(ONLY_THE_MAIL_ADAPTER_KNOWS_ANGUS, KnowsEverybody.class);
    }

    @Test
    void knowJavaxMailOnlyToTellItsUsers() {
        javaxMailIsKnownToNobodyBut(JAVAX_MAIL_NOTICE).check(Module.allClasses());
    }

    @Test
    void wouldBeSeenToKnowJavaxMailElsewhere() {
        assertThat(javaxMailIsKnownToNobodyBut()
                        .evaluate(Module.allClasses())
                        .getFailureReport()
                        .toString())
                .contains(JAVAX_MAIL_NOTICE);
    }

    @Test
    void knowResilience4jOnlyWhereItIsDriven() {
        FEW_KNOW_RESILIENCE4J.check(Module.allClasses());
    }

    @Test
    void wouldBeSeenToKnowResilience4jElsewhere() {
        Rules.reportOn(FEW_KNOW_RESILIENCE4J, KnowsEverybody.class);
    }

    @Test
    void needJUnitForTheContractOnly() {
        ONLY_THE_CONTRACT_NEEDS_JUNIT.check(Module.allClasses());
    }

    @Test
    void wouldBeSeenToNeedJUnitElsewhere() {
        Rules.reportOn(ONLY_THE_CONTRACT_NEEDS_JUNIT, KnowsEverybody.class);
    }
}
