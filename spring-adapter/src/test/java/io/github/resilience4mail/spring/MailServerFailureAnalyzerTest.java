/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.FakeTimekeeper;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** What an application says that does not start because of {@code spring.mail.test-connection=true}. */
class MailServerFailureAnalyzerTest {

    private static FailureAnalysis analysis(ApplicationContextRunner application, String... properties) {
        AtomicReference<FailureAnalysis> analysis = new AtomicReference<>();
        application
                .withBean(MailRuntime.class, () -> MailRuntime.with(new FakeTimekeeper()))
                .withPropertyValues("resilience4mail.deadline=0")
                .withPropertyValues(properties)
                .run(context -> {
                    try {
                        context.getBean(JavaMailSenderImpl.class).testConnection();
                    } catch (MessagingException e) {
                        analysis.set(new MailServerFailureAnalyzer()
                                .analyze(new IllegalStateException("Mail server is not available", e)));
                    }
                });
        return analysis.get();
    }

    private static final String[] LOGIN = {
        "spring.mail.username=shop", "spring.mail.password=secret", "spring.mail.properties.mail.smtp.auth=true"
    };

    private static ScriptedSmtpServer serverThatAnswersLoginsWith(String reply) {
        return ScriptedSmtpServer.builder()
                .user("shop", "secret")
                .requireAuth()
                .on(SmtpPhase.AUTH, Occurrence.every(), Action.reply(reply))
                .start();
    }

    @Test
    void namesThePasswordAfterA535() {
        try (var server = serverThatAnswersLoginsWith("535 5.7.8 Bad credentials")) {
            FailureAnalysis analysis = analysis(Contexts.withSenderTo(server), LOGIN);
            assertThat(analysis.getDescription()).contains("535 5.7.8");
            assertThat(analysis.getAction()).contains("spring.mail.password").doesNotContain("secret");
        }
    }

    @Test
    void namesStarttlsAfterA530() {
        try (var server = serverThatAnswersLoginsWith("530 5.7.0 Must issue a STARTTLS command first")) {
            assertThat(analysis(Contexts.withSenderTo(server), LOGIN).getAction())
                    .contains("spring.mail.properties.mail.smtp.starttls.enable");
        }
    }

    @Test
    void namesThePortIfTheServerHasNoTls() {
        try (var server = ScriptedSmtpServer.builder().start()) {
            assertThat(analysis(
                                    Contexts.withSenderTo(server),
                                    "spring.mail.properties.mail.smtp.starttls.required=true")
                            .getAction())
                    .contains("spring.mail.properties.mail.smtp.starttls.required");
        }
    }

    @Test
    void namesTheHostIfThereIsNone() {
        assertThat(analysis(Contexts.withSender()).getAction()).contains("Look at spring.mail.host.");
    }

    @Test
    void namesThePortIfNobodyListens() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        assertThat(analysis(Contexts.withSender(), "spring.mail.host=127.0.0.1", "spring.mail.port=" + port)
                        .getAction())
                .contains("spring.mail.port");
    }

    @Test
    void saysNothingOfWhatItDoesNotKnow() {
        assertThat(new MailServerFailureAnalyzer().analyze(new MessagingException("another transport's")))
                .isNull();
    }
}
