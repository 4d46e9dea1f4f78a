/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import io.github.resilience4mail.architecture.fixture.time.Gambles;
import io.github.resilience4mail.architecture.fixture.time.ReadsClocks;
import io.github.resilience4mail.architecture.fixture.time.Waits;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Time, waiting and chance enter by one door. */
class TimeTest {

    /** Who may, and why. */
    static final Map<String, String> EXCEPTIONS = Map.of(
            "io.github.resilience4mail.time.SystemTimekeeper", "it is the door",
            "io.github.resilience4mail.time.FakeTimekeeper", "it is the door for tests; its chance has a seed",
            "io.github.resilience4mail.runtime.Watchdog",
                    "it looks at threads that are stuck in a write, which happens in real time whatever the clock says");

    private static final Set<String> FORBIDDEN = Set.of(
            "java.lang.Thread.sleep",
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.Math.random",
            "java.lang.StrictMath.random",
            "java.util.Calendar.getInstance",
            "java.util.Collections.shuffle",
            "java.util.Random.<init>",
            "java.util.SplittableRandom.<init>",
            "java.util.Timer.<init>",
            "java.util.concurrent.ScheduledThreadPoolExecutor.<init>",
            "java.util.concurrent.ThreadLocalRandom.current",
            "java.util.concurrent.TimeUnit.sleep",
            "java.util.concurrent.TimeUnit.timedJoin",
            "java.util.concurrent.TimeUnit.timedWait",
            "java.util.concurrent.locks.Condition.awaitNanos",
            "java.util.concurrent.locks.Condition.awaitUntil",
            "java.util.concurrent.locks.LockSupport.parkNanos",
            "java.util.concurrent.locks.LockSupport.parkUntil");

    /** These wait if they are told for how long; else they read the clock, or wait for something to happen. */
    private static final Map<String, Boolean> FORBIDDEN_WITH_ARGUMENTS = Map.of(
            "java.util.Date.<init>", false,
            "java.util.GregorianCalendar.<init>", false,
            "java.lang.Thread.join", true,
            "java.lang.Object.wait", true);

    static final ArchRule ONE_DOOR = rule(not(Rules.named(EXCEPTIONS.keySet())));

    private static final ArchRule SECURE_CHANCE_ONLY_FOR_FINGERPRINTS = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.resilience4mail.runtime")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(SecureRandom.class)
            .because("the key of the fingerprints is the one secret that we make");

    private static ArchRule rule(DescribedPredicate<JavaClass> who) {
        return noClasses()
                .that(who)
                .should()
                .accessTargetWhere(describe("reads a clock, waits for some time or draws lots", TimeTest::isForbidden))
                .as("only " + EXCEPTIONS.keySet() + " read a clock, wait for some time or draw lots,"
                        + " because the Timekeeper is the one door for that");
    }

    private static boolean isForbidden(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getTarget().getName();
        if (!(access.getTarget() instanceof CodeUnitAccessTarget target)) {
            return false;
        }
        Boolean withArguments = FORBIDDEN_WITH_ARGUMENTS.get(owner + "." + name);
        return FORBIDDEN.contains(owner + "." + name)
                || (withArguments != null
                        && withArguments == !target.getRawParameterTypes().isEmpty())
                || isClockOfJavaTime(owner, name)
                || isTimedWait(owner, target);
    }

    private static boolean isClockOfJavaTime(String owner, String name) {
        return owner.startsWith("java.time.")
                && (name.equals("now") || name.startsWith("system") || name.startsWith("tick"));
    }

    /** Whatever takes a number of units waits so long, or lets others wait. */
    private static boolean isTimedWait(String owner, CodeUnitAccessTarget target) {
        return owner.startsWith("java.")
                && !owner.equals(TimeUnit.class.getName())
                && target.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(TimeUnit.class));
    }

    @Test
    void entersByOneDoor() {
        ONE_DOOR.check(Module.allClasses());
    }

    /** Methods of the fixtures. */
    static final List<String> WAYS = List.of(
            "ReadsClocks.millis",
            "ReadsClocks.nanos",
            "ReadsClocks.instant",
            "ReadsClocks.reference",
            "ReadsClocks.date",
            "Waits.sleeps(",
            "Waits.sleepsInUnits",
            "Waits.parks",
            "Waits.awaits(",
            "Waits.awaitsInUnits",
            "Waits.gets",
            "Waits.joins",
            "Gambles.math",
            "Gambles.random",
            "Gambles.threadLocal");

    @ParameterizedTest
    @FieldSource("WAYS")
    void wouldBeSeenToEnterElsewhere(String method) {
        assertThat(Rules.reportOn(ONE_DOOR, ReadsClocks.class, Waits.class, Gambles.class))
                .contains(method);
    }

    @Test
    void hasNoExceptionThatIsNotNeeded() {
        String report = rule(Rules.named(EXCEPTIONS.keySet()))
                .evaluate(Module.allClasses())
                .getFailureReport()
                .toString();
        assertThat(EXCEPTIONS.keySet()).allSatisfy(name -> assertThat(report).contains(name));
    }

    @Test
    void secretsAreMadeInOnePlace() {
        SECURE_CHANCE_ONLY_FOR_FINGERPRINTS.check(Module.allClasses());
    }

    @Test
    void secretsWouldBeSeenToBeMadeElsewhere() {
        Rules.reportOn(SECURE_CHANCE_ONLY_FOR_FINGERPRINTS, Gambles.class);
    }
}
