/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.javamail.RetryingSmtpTransport;
import io.github.resilience4mail.javamail.RetryingSmtpsTransport;
import io.github.resilience4mail.outbox.OutboxAttempt;
import io.github.resilience4mail.outbox.OutboxParking;
import io.github.resilience4mail.outbox.OutboxRecipient;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
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
import org.springframework.context.annotation.Bean;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;
import org.springframework.mail.javamail.JavaMailSender;

/** What is worked out ahead of time: without it, a native image could neither make the proxies nor find the words. */
class NativeImageTest {

    @EnableAutoConfiguration
    static class Application {}

    @EnableAutoConfiguration
    static class ApplicationWithOutbox {
        @Bean
        DataSource dataSource() {
            return new JdbcDataSource();
        }
    }

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
        for (String bundle : new String[] {"catalogue.explanations", "engine.summary", "javamail.connect"}) {
            String name = "io.github.resilience4mail." + bundle;
            assertThat(resources.forBundle(name)).accepts(hints);
            assertThat(java.util.ResourceBundle.getBundle(name)).isNotNull();
        }
        for (String resource :
                new String[] {"catalogue/rules.bin", "outbox/h2-V1__outbox.sql", "outbox/postgresql-V1__outbox.sql"}) {
            assertThat(resources.forResource("io/github/resilience4mail/" + resource))
                    .accepts(hints);
            assertThat(getClass().getResource("/io/github/resilience4mail/" + resource))
                    .isNotNull();
        }
    }

    /** What the build has worked out of an application. */
    private record Prepared(InMemoryGeneratedFiles files, RuntimeHints hints) {

        static Prepared of(Class<?> application, String... properties) {
            try (var context = new AnnotationConfigApplicationContext()) {
                TestPropertyValues.of("spring.mail.host=mail.invalid", "management.endpoints.web.exposure.include=*")
                        .and(properties)
                        .applyTo(context);
                context.register(application);
                InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
                DefaultGenerationContext generation =
                        new DefaultGenerationContext(new ClassNameGenerator(ClassName.get(application)), files);
                new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
                generation.writeGeneratedContent();
                return new Prepared(files, generation.getRuntimeHints());
            }
        }

        void hasSetUp(String configuration) {
            assertThat(files.getGeneratedFiles(Kind.SOURCE).keySet())
                    .anyMatch(name -> name.endsWith(configuration + "__BeanDefinitions.java"));
        }

        void canShow(Class<?>... types) {
            assertThat(types).allSatisfy(type -> assertThat(
                            RuntimeHintsPredicates.reflection().onType(type))
                    .accepts(hints));
        }
    }

    @Test
    void generatesTheProxyOfTheSenderAndSetsUpEveryBean() {
        Prepared prepared = Prepared.of(Application.class);
        assertThat(prepared.files().getGeneratedFiles(Kind.CLASS).keySet())
                .anyMatch(name -> name.contains("JavaMailSenderImpl$$SpringCGLIB$$"));
        prepared.hasSetUp("MailRetryAutoConfiguration");
        prepared.hasSetUp("MailAsyncAutoConfiguration");
        prepared.hasSetUp("MailObservabilityAutoConfiguration");
        prepared.canShow(MailEndpoint.Overview.class, MailEndpoint.Limits.class);
    }

    @Test
    void setsUpTheOutboxIfItIsOnAtBuildTimeAndWhatItsEndpointShows() {
        Prepared prepared = Prepared.of(ApplicationWithOutbox.class, "resilience4mail.outbox.enabled=true");
        assertThat(prepared.files().getGeneratedFiles(Kind.CLASS).keySet())
                .anyMatch(name -> name.contains("JavaMailSenderImpl$$SpringCGLIB$$"));
        prepared.hasSetUp("MailOutboxAutoConfiguration");
        prepared.canShow(
                MailOutboxEndpoint.Overview.class,
                MailOutboxEndpoint.Depth.class,
                MailOutboxEndpoint.Details.class,
                MailOutboxEndpoint.Changed.class,
                OutboxRecipient.class,
                OutboxAttempt.class,
                OutboxParking.class,
                OutboxProperties.class);
    }
}
