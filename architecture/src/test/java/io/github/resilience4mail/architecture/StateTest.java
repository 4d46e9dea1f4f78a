/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.github.resilience4mail.architecture.fixture.state.RemembersThings;
import io.github.resilience4mail.runtime.MailRuntime;
import java.lang.reflect.Field;
import java.text.Format;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** There is no mutable state in static fields. */
class StateTest {

    /** Who has some, and why. */
    private static final Map<String, String> EXCEPTIONS = Map.of(
            "io.github.resilience4mail.runtime.MailRuntime$Shared.INSTANCE",
            "Transport.send makes a transport for each message: what it must remember is kept here, and only here",
            "io.github.resilience4mail.javamail.ClassPathCheck.DONE",
            "it is said once what is wrong with the class path, before anything of ours is needed",
            "io.github.resilience4mail.javamail.JavaxMailNotice.GIVEN",
            "the same, where not even the runtime can be loaded");

    private static final List<Class<?>> MUTABLE_TYPES = List.of(
            MailRuntime.class,
            StringBuilder.class,
            StringBuffer.class,
            ThreadLocal.class,
            Thread.class,
            Executor.class,
            Random.class,
            BitSet.class,
            Date.class,
            Calendar.class,
            Format.class);

    private static final List<String> IMMUTABLE_COLLECTIONS = List.of(
            "java.util.ImmutableCollections",
            "java.util.Collections$Unmodifiable",
            "java.util.Collections$Empty",
            "java.util.Collections$Singleton");

    private static final ArchRule NO_STATIC_STATE = fields().that()
            .areStatic()
            .and()
            .doNotHaveModifier(JavaModifier.SYNTHETIC)
            .should(neverChange());

    private static ArchCondition<JavaField> neverChange() {
        return new ArchCondition<>("never change") {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                if (changes(field) && !EXCEPTIONS.containsKey(field.getFullName())) {
                    events.add(SimpleConditionEvent.violated(field, field.getFullName() + " is static and can change"));
                }
            }
        };
    }

    private static boolean changes(JavaField field) {
        JavaClass type = field.getRawType();
        if (!field.getModifiers().contains(JavaModifier.FINAL)) {
            return true;
        }
        if (type.isArray()) {
            // the class that has it can be read as a whole; others cannot reach it
            return !field.getModifiers().contains(JavaModifier.PRIVATE);
        }
        if (type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class)) {
            // the declared type does not tell
            String actual = valueOf(field).getClass().getName();
            return IMMUTABLE_COLLECTIONS.stream().noneMatch(actual::startsWith);
        }
        return type.getPackageName().equals("java.util.concurrent.atomic")
                || MUTABLE_TYPES.stream().anyMatch(type::isAssignableTo);
    }

    private static Object valueOf(JavaField field) {
        try {
            Field reflected = field.reflect();
            reflected.setAccessible(true);
            return reflected.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void isNotStatic() {
        NO_STATIC_STATE.check(Module.allClasses());
    }

    @ParameterizedTest
    @ValueSource(strings = {"reassigned", "ARRAY", "LIST", "MAP", "COUNTER", "THREAD_LOCAL", "RUNTIME"})
    void wouldBeSeenToBeStatic(String field) {
        assertThat(Rules.reportOn(NO_STATIC_STATE, RemembersThings.class)).contains("RemembersThings." + field + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FIXED_LIST", "FIXED_MAP", "PRIVATE_ARRAY"})
    void isNotSeenWhereThereIsNone(String field) {
        assertThat(Rules.reportOn(NO_STATIC_STATE, RemembersThings.class)).doesNotContain(field);
    }

    @Test
    void hasNoExceptionThatIsNotNeeded() {
        Stream<String> changing = Module.allClasses().stream()
                .flatMap(type -> type.getFields().stream())
                .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
                .filter(field -> EXCEPTIONS.containsKey(field.getFullName()))
                .filter(StateTest::changes)
                .map(JavaField::getFullName);
        assertThat(changing).containsExactlyInAnyOrderElementsOf(EXCEPTIONS.keySet());
    }
}
