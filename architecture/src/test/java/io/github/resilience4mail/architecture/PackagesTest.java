/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.github.resilience4mail.architecture.fixture.cycle.a.A;
import io.github.resilience4mail.architecture.fixture.cycle.b.B;
import io.github.resilience4mail.architecture.fixture.internal.Hidden;
import io.github.resilience4mail.architecture.fixture.layers.catalogue.Catalogue;
import io.github.resilience4mail.architecture.fixture.layers.engine.Engine;
import io.github.resilience4mail.architecture.fixture.layers.policy.Policy;
import io.github.resilience4mail.architecture.fixture.layers.runtime.Runtime;
import io.github.resilience4mail.architecture.fixture.layers.smtp.Smtp;
import io.github.resilience4mail.architecture.fixture.layers.throttle.Throttle;
import io.github.resilience4mail.architecture.fixture.layers.time.Time;
import io.github.resilience4mail.architecture.fixture.unmarked.Unmarked;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Packages: without cycles, inside core in one direction, and marked. */
class PackagesTest {

    // "**" makes each package a slice of its own: with fewer slices there are fewer cycles to find
    private static final ArchRule FREE_OF_CYCLES =
            slices().matching("io.github.resilience4mail.(**)").should().beFreeOfCycles();

    private static final ArchRule NONE_CALLED_INTERNAL =
            noClasses().should().resideInAPackage("..internal..").because("what is not for others is package-private");

    private static final ArchRule NULL_MARKED = classes().should(beInANullMarkedPackage());

    /** A package of core, those of ours that it may know, and a fixture that knows another. */
    record Layer(String name, List<String> mayKnow, Class<?> fixture) {

        ArchRule rule() {
            String[] allowed = Stream.concat(Stream.of(name), mayKnow.stream())
                    .map(Layer::pattern)
                    .toArray(String[]::new);
            return noClasses()
                    .that()
                    .resideInAPackage(pattern(name))
                    .should()
                    .dependOnClassesThat(resideInAPackage(Rules.OURS).and(not(resideInAnyPackage(allowed))))
                    .as("package " + name + " may know " + mayKnow + " and no other package of ours");
        }

        private static String pattern(String name) {
            return Rules.OURS + name;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** smtp, catalogue, policy, engine build on each other in this order; nobody in core builds on runtime. */
    static final List<Layer> LAYERS = List.of(
            new Layer("smtp", List.of(), Smtp.class),
            new Layer("time", List.of(), Time.class),
            new Layer("catalogue", List.of("smtp", "time"), Catalogue.class),
            new Layer("policy", List.of("catalogue", "smtp", "time"), Policy.class),
            new Layer("engine", List.of("policy", "catalogue", "smtp", "time"), Engine.class),
            new Layer("throttle", List.of("catalogue", "smtp", "time"), Throttle.class),
            new Layer("runtime", List.of("engine", "catalogue", "smtp", "time"), Runtime.class));

    private static ArchCondition<JavaClass> beInANullMarkedPackage() {
        return new ArchCondition<>("be in a package that is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(SimpleConditionEvent.violated(
                            type, type.getName() + " is in a package without a package-info that is @NullMarked"));
                }
            }
        };
    }

    @Test
    void areFreeOfCycles() {
        FREE_OF_CYCLES.check(Module.allClasses());
    }

    @Test
    void wouldBeSeenToHaveACycle() {
        Rules.reportOn(FREE_OF_CYCLES, A.class, B.class);
    }

    @ParameterizedTest
    @FieldSource("LAYERS")
    void pointOneWayInsideCore(Layer layer) {
        layer.rule().check(Module.allClasses());
    }

    @ParameterizedTest
    @FieldSource("LAYERS")
    void wouldBeSeenToPointTheOtherWay(Layer layer) {
        Rules.reportOn(layer.rule(), layer.fixture());
    }

    @Test
    void ofCoreAreAllUnderARule() {
        assertThat(Module.named("core").classes())
                .extracting(JavaClass::getPackageName)
                .allSatisfy(name -> assertThat(LAYERS)
                        .extracting(layer -> "io.github.resilience4mail." + layer.name())
                        .contains(name));
    }

    @Test
    void areNeverCalledInternal() {
        NONE_CALLED_INTERNAL.check(Module.allClasses());
    }

    @Test
    void wouldBeSeenToBeCalledInternal() {
        Rules.reportOn(NONE_CALLED_INTERNAL, Hidden.class);
    }

    @Test
    void areNullMarked() {
        NULL_MARKED.check(Module.allClasses());
    }

    @Test
    void wouldBeSeenToBeUnmarked() {
        Rules.reportOn(NULL_MARKED, Unmarked.class);
    }
}
