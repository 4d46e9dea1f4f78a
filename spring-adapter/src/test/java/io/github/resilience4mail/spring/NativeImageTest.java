/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.javamail.RetryingSmtpTransport;
import io.github.resilience4mail.javamail.RetryingSmtpsTransport;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;
import org.springframework.mail.javamail.JavaMailSender;

/** What is worked out ahead of time: without it, a native image could neither make the proxies nor find the words. */
class NativeImageTest {

    @EnableAutoConfiguration
    static class Application {}

    @Test
    void registersWhatIsFoundByName() {
        RuntimeHints hints = new RuntimeHints();
        assertThat(AotServices.factories().load(RuntimeHintsRegistrar.class))
                .hasAtLeastOneElementOfType(MailRetryRuntimeHints.class)
                .filteredOn(MailRetryRuntimeHints.class::isInstance)
                .allSatisfy(ours -> ours.registerHints(hints, getClass().getClassLoader()));
        var reflection = RuntimeHintsPredicates.reflection();
        assertThat(reflection.onType(RetryingSmtpTransport.class)).accepts(hints);
        assertThat(reflection.onType(RetryingSmtpsTransport.class)).accepts(hints);
        assertThat(reflection.onType(JavaMailSender.class)).accepts(hints);
        var resources = RuntimeHintsPredicates.resource();
        assertThat(resources.forResource("io/github/resilience4mail/catalogue/rules.bin"))
                .accepts(hints);
        for (String bundle : new String[] {"catalogue.explanations", "engine.summary", "javamail.connect"}) {
            String name = "io.github.resilience4mail." + bundle;
            assertThat(resources.forBundle(name)).accepts(hints);
            assertThat(java.util.ResourceBundle.getBundle(name)).isNotNull();
        }
        assertThat(getClass().getResource("/io/github/resilience4mail/catalogue/rules.bin"))
                .isNotNull();
    }

    @Test
    void generatesTheProxyOfTheSenderAndSetsUpEveryBean() {
        try (var context = new AnnotationConfigApplicationContext()) {
            TestPropertyValues.of("spring.mail.host=mail.invalid", "management.endpoints.web.exposure.include=*")
                    .applyTo(context);
            context.register(Application.class);
            InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
            DefaultGenerationContext generation =
                    new DefaultGenerationContext(new ClassNameGenerator(ClassName.get(Application.class)), files);
            new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
            generation.writeGeneratedContent();
            assertThat(files.getGeneratedFiles(Kind.CLASS).keySet())
                    .anyMatch(name -> name.contains("JavaMailSenderImpl$$SpringCGLIB$$"));
            assertThat(files.getGeneratedFiles(Kind.SOURCE).keySet())
                    .anyMatch(name -> name.endsWith("MailRetryAutoConfiguration__BeanDefinitions.java"))
                    .anyMatch(name -> name.endsWith("MailAsyncAutoConfiguration__BeanDefinitions.java"))
                    .anyMatch(name -> name.endsWith("MailObservabilityAutoConfiguration__BeanDefinitions.java"));
            assertThat(RuntimeHintsPredicates.reflection().onType(MailEndpoint.Overview.class))
                    .accepts(generation.getRuntimeHints());
            assertThat(RuntimeHintsPredicates.reflection().onType(MailEndpoint.Limits.class))
                    .accepts(generation.getRuntimeHints());
        }
    }
}
