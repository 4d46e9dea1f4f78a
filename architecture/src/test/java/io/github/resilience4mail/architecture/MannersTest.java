/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import io.github.resilience4mail.architecture.fixture.style.Mishap;
import io.github.resilience4mail.architecture.fixture.style.SpeaksOut;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** How classes log, print and are called. */
class MannersTest {

    private static final ArchRule LOGGERS = fields().that()
            .haveRawType(Logger.class)
            .should()
            .bePrivate()
            .andShould()
            .beStatic()
            .andShould()
            .beFinal();

    private static final ArchRule NO_PRINTING = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.resilience4mail.cli..")
            .should()
            .accessTargetWhere(describe("prints", MannersTest::prints))
            .because("only a command line owns its terminal");

    private static final ArchRule EXCEPTIONS = classes()
            .that()
            .areAssignableTo(Throwable.class)
            .and(describe("are seen by others", type -> !isPrivate(type)))
            .should()
            .haveSimpleNameEndingWith("Exception");

    private static boolean prints(JavaAccess<?> access) {
        String target = access.getTargetOwner().getName() + "." + access.getName();
        boolean stackTrace = access.getName().equals("printStackTrace")
                && access.getTargetOwner().isAssignableTo(Throwable.class);
        return stackTrace || target.equals("java.lang.System.out") || target.equals("java.lang.System.err");
    }

    private static boolean isPrivate(JavaClass type) {
        return type.isNestedClass() && type.getModifiers().contains(JavaModifier.PRIVATE);
    }

    @Test
    void loggersArePrivateStaticAndFinal() {
        LOGGERS.check(Module.allClasses());
    }

    @Test
    void loggersWouldBeSeenToBeOtherwise() {
        assertThat(Rules.reportOn(LOGGERS, SpeaksOut.class))
                .contains("not have modifier PRIVATE", "not have modifier STATIC");
    }

    @Test
    void nobodyPrintsButTheCommandLine() {
        NO_PRINTING.check(Module.allClasses());
    }

    @Test
    void printingWouldBeSeen() {
        assertThat(Rules.reportOn(NO_PRINTING, SpeaksOut.class))
                .contains("SpeaksOut.out()", "SpeaksOut.err()", "SpeaksOut.stackTrace(");
    }

    @Test
    void exceptionsAreCalledExceptions() {
        EXCEPTIONS.check(Module.allClasses());
    }

    @Test
    void exceptionsAreRecognisedBehindTypesOfOthers() {
        assertThat(Module.allClasses().get("io.github.resilience4mail.javamail.MailDeliveryException"))
                .satisfies(
                        type -> assertThat(type.isAssignableTo(Throwable.class)).isTrue());
    }

    @Test
    void exceptionsWouldBeSeenToBeCalledOtherwise() {
        Rules.reportOn(EXCEPTIONS, Mishap.class);
    }
}
