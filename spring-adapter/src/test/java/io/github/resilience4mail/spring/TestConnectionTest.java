/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the console shows when {@code spring.mail.test-connection=true} stops the start of a whole application. */
@ExtendWith(OutputCaptureExtension.class)
class TestConnectionTest {

    @EnableAutoConfiguration
    static class Application {}

    private static void assertThatTheStartFails(String... properties) {
        var application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties("spring.mail.test-connection=true", "spring.main.banner-mode=off")
                .properties("resilience4mail.deadline=0", "spring.mail.properties.mail.smtp.connectiontimeout=60000")
                .properties(properties);
        assertThatThrownBy(application::run).hasMessageContaining("MailSenderValidatorAutoConfiguration");
    }

    private static String[] at(ScriptedSmtpServer server, String... more) {
        String[] properties = new String[more.length + 2];
        properties[0] = "spring.mail.host=" + server.host();
        properties[1] = "spring.mail.port=" + server.port();
        System.arraycopy(more, 0, properties, 2, more.length);
        return properties;
    }

    @Test
    void namesThePropertyOfThePasswordAfterA535(CapturedOutput output) {
        try (var server = ScriptedSmtpServer.builder()
                .user("shop", "secret")
                .requireAuth()
                .on(SmtpPhase.AUTH, Occurrence.every(), Action.reply("535 5.7.8 Bad credentials"))
                .start()) {
            assertThatTheStartFails(at(
                    server,
                    "spring.mail.username=shop",
                    "spring.mail.password=hunter2",
                    "spring.mail.properties.mail.smtp.auth=true"));
        }
        assertThat(output)
                .contains("APPLICATION FAILED TO START", "535 5.7.8", "spring.mail.password")
                .doesNotContain("hunter2");
    }

    @Test
    void namesThePropertyOfTheCertificate(CapturedOutput output) {
        try (var server = ScriptedSmtpServer.builder().startTls().start()) {
            assertThatTheStartFails(at(server, "spring.mail.properties.mail.smtp.starttls.required=true"));
        }
        assertThat(output).contains("APPLICATION FAILED TO START", "spring.mail.ssl.bundle");
    }

    @Test
    void namesThePortIfTlsIsSpokenToAServerThatSpeaksPlainly(CapturedOutput output) {
        try (var server = ScriptedSmtpServer.builder().start()) {
            assertThatTheStartFails(at(server, "spring.mail.protocol=smtps"));
        }
        assertThat(output).contains("APPLICATION FAILED TO START", "spring.mail.port");
    }

    @Test
    void namesTheHostIfNobodyKnowsIt(CapturedOutput output) {
        assertThatTheStartFails("spring.mail.host=mail.invalid");
        assertThat(output).contains("APPLICATION FAILED TO START", "Look at spring.mail.host.");
    }
}
