/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.javamail.MailDeliveryException;
import io.github.resilience4mail.javamail.RetryingSmtpProvider;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import jakarta.mail.Session;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Apache Camel's mail component makes a session for each endpoint, or takes one from its registry. */
@Tag("libraries")
class CamelMailTest {

    private static void send(DefaultCamelContext camel, ScriptedSmtpServer server, String options) throws Exception {
        camel.start();
        try (ProducerTemplate template = camel.createProducerTemplate()) {
            String endpoint = "smtp://" + server.host() + ":" + server.port()
                    + "?from=sender@client.example&to=a@rcv.example&subject=Test" + options;
            template.sendBody(endpoint, "The body of the test.");
        }
    }

    @Test
    void triesAgainWhatCanSucceed() throws Exception {
        try (var server = Library.reluctantServer();
                DefaultCamelContext camel = new DefaultCamelContext()) {
            send(camel, server, "&mail.smtp.retry.quick=10ms,10ms,10ms");
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void triesAgainWithASessionThatTheApplicationGives() throws Exception {
        try (var server = Library.reluctantServer();
                DefaultCamelContext camel = new DefaultCamelContext()) {
            Session session = Session.getInstance(Library.impatient(server, "smtp"));
            session.setProvider(new RetryingSmtpProvider());
            camel.getRegistry().bind("mine", session);
            send(camel, server, "&session=#mine");
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void logsInOnceWithAPasswordThatIsRefused() throws Exception {
        try (var server = ScriptedSmtpServer.builder()
                        .user("u", "right")
                        .requireAuth()
                        .start();
                DefaultCamelContext camel = new DefaultCamelContext()) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> send(camel, server, "&username=u&password=wrong"))
                        .rootCause()
                        .hasMessageContaining("535");
            }
            assertThat(server.logins()).isEqualTo(1);
        }
    }

    @Test
    void passesOnWhyAMessageCouldNotBeDelivered() throws Exception {
        try (var server = ScriptedSmtpServer.builder()
                        .on(SmtpPhase.RCPT, Occurrence.every(), Action.reply("550 5.1.1 No such user here"))
                        .start();
                DefaultCamelContext camel = new DefaultCamelContext()) {
            assertThatThrownBy(() -> send(camel, server, ""))
                    .hasCauseInstanceOf(MailDeliveryException.class)
                    .cause()
                    .hasMessageContaining("There is no such mailbox");
            assertThat(server.refused(SmtpPhase.RCPT)).isEqualTo(1);
        }
    }
}
