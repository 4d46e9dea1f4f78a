/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.catalogue.ReplyCatalogue;
import io.github.resilience4mail.policy.MailRetryPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Every property is checked when the application starts; what is wrong is named, and what to write in its place. */
class MailRetryPropertiesTest {

    private static ApplicationContextRunner application() {
        return Contexts.withSender().withConfiguration(AutoConfigurations.of(MailAsyncAutoConfiguration.class));
    }

    private static FailureAnalysis analysisOf(Throwable failure) {
        return Stream.<FailureAnalyzer>of(
                        new InvalidMailRetryPropertiesAnalyzer(), new UnreadableMailRetryPropertyAnalyzer())
                .map(analyzer -> analyzer.analyze(failure))
                .filter(analysis -> analysis != null)
                .findFirst()
                .orElseThrow();
    }

    private static Object policyOf(JavaMailSenderImpl sender) {
        return sender.getSession().getProperties().get("mail.smtp.retry.policy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "deadline | soon | a duration such as",
                "lifetime | 3 fortnights | a duration such as",
                "max-delay | x | a duration such as",
                "max-hint | x | a duration such as",
                "quick-retries[0] | x | durations such as 1s, 3s, 9s",
                "jitter | much | a number from 0 to 1",
                "on-unknown | shrug | resend or report",
                "async.deadline | x | a duration such as",
                "async.lanes | many | a whole number",
                "async.lanes-in-all | many | a whole number",
                "async.queue | long | a whole number",
                "async.throttle-by | weather | account or recipient-domain",
                "senders.mailSender.deadline | x | a duration such as"
            })
    void saysWhatToWriteInPlaceOfWhatCannotBeRead(String name, String value, String cure) {
        application()
                .withPropertyValues("resilience4mail." + name + "=" + value)
                .run(context -> {
                    assertThat(context).hasFailed();
                    assertThat(context.getStartupFailure()).hasStackTraceContaining(BindException.class.getName());
                    FailureAnalysis analysis = analysisOf(context.getStartupFailure());
                    assertThat(analysis.getDescription()
                                    .replace("mail-sender", "mailSender")
                                    .toLowerCase(Locale.ROOT))
                            .contains(("resilience4mail." + name).toLowerCase(Locale.ROOT), "\"" + value + "\"");
                    assertThat(analysis.getAction()).contains(cure);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "deadline | -1s | deadline",
                "deadline | 500ms | deadline",
                "lifetime | -1d | lifetime",
                "max-delay | -1s | maxDelay",
                "max-hint | -1s | maxHint",
                "quick-retries | -1s | quick",
                "jitter | 2 | jitter",
                "language | de | use en or fr",
                "rules | file:/there/is/no/such.yaml | /there/is/no/such.yaml",
                "rules | classpath:no-such.yaml | name a file that exists",
                "async.lanes | 0 | async.lanes is 0: use 1 or more",
                "async.lanes-in-all | 0 | async.lanes-in-all is 0: use 1 or more",
                "async.queue | -3 | async.queue is -3: use 1 or more",
                "async.deadline | 500ms | resilience4mail.async.*",
                "senders.mailSender.jitter | 2 | resilience4mail.senders.mailSender.*",
                "senders.mailSender.language | de | resilience4mail.senders.mailSender.language",
                "senders.reports.jitter | 0.1 | one of mailSender"
            })
    void namesWhatContradictsAndTheCure(String name, String value, String expected) {
        application()
                .withPropertyValues("resilience4mail." + name + "=" + value)
                .run(context -> {
                    assertThat(context).hasFailed();
                    assertThat(analysisOf(context.getStartupFailure()).getDescription())
                            .contains("resilience4mail.", expected);
                });
    }

    @Test
    void letsOneSenderDifferFromTheOthers() {
        Contexts.withoutSender()
                .withBean("orders", JavaMailSenderImpl.class)
                .withBean("reports", JavaMailSenderImpl.class)
                .withPropertyValues(
                        "resilience4mail.jitter=0.5",
                        "resilience4mail.senders.reports.deadline=2m",
                        "resilience4mail.senders.reports.language=fr")
                .run(context -> {
                    MailRetryPolicy common =
                            MailRetryPolicy.builder().jitter(0.5).build();
                    JavaMailSenderImpl reports = context.getBean("reports", JavaMailSenderImpl.class);
                    assertThat(policyOf(context.getBean("orders", JavaMailSenderImpl.class)))
                            .hasToString(common.toString());
                    assertThat(policyOf(reports))
                            .hasToString(common.toBuilder()
                                    .deadline(Duration.ofMinutes(2))
                                    .build()
                                    .toString());
                    assertThat(reports.getSession().getProperty("mail.smtp.retry.language"))
                            .isEqualTo("fr");
                    reports.setJavaMailProperties(new Properties());
                    assertThat(policyOf(reports)).asString().contains("PT2M");
                });
    }

    @Test
    void takesTheUsersRulesFromFiles(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("rules.yaml"),
                """
                seen: 2026-11-23
                rules:
                  - id: shop-closed
                    code: 454
                    text: the shop is closed
                    reason: GREYLISTED
                    samples: ["454 The shop is closed"]
                    source: the shop
                """);
        application()
                .withPropertyValues("resilience4mail.rules=" + file.toUri())
                .run(context -> {
                    if (context.getStartupFailure() != null) {
                        throw new AssertionError(context.getStartupFailure());
                    }
                    assertThat(context.getBean(JavaMailSenderImpl.class)
                                    .getSession()
                                    .getProperties())
                            .hasEntrySatisfying("mail.smtp.retry.catalogue", catalogue -> assertThat(catalogue)
                                    .isInstanceOf(ReplyCatalogue.class)
                                    .isNotSameAs(ReplyCatalogue.standard()));
                });
    }

    @Test
    void namesFileAndLineOfARuleThatIsWrong(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("rules.yaml"), "- id: shop.closed\n  colour: red\n");
        application()
                .withPropertyValues("resilience4mail.rules=" + file.toUri())
                .run(context -> assertThat(
                                analysisOf(context.getStartupFailure()).getDescription())
                        .contains("resilience4mail.rules", "rules.yaml:"));
    }
}
