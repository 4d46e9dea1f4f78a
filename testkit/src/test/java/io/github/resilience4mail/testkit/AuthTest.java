/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.smtp.SmtpPhase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is let in, and what is known of it afterwards. */
@Timeout(60)
class AuthTest {

    private static final String WELCOME = "235 2.7.0 Authentication successful";
    private static final String WRONG = "535 5.7.8 Authentication credentials invalid";
    private static final String GOOD = base64("\0user\0sécret");

    private static ScriptedSmtpServer.Builder guarded() {
        return ScriptedSmtpServer.builder()
                .user("user", "sécret")
                .token("user", "t0ken")
                .requireAuth();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void announcesTheMechanismsItHasAccountsFor() throws IOException {
        try (ScriptedSmtpServer server = guarded().start();
                RawClient client = RawClient.to(server)) {
            client.read();
            assertThat(client.ask("EHLO client.example")).endsWith("250 AUTH PLAIN LOGIN XOAUTH2");
        }
        try (ScriptedSmtpServer server =
                        ScriptedSmtpServer.builder().user("user", "x").start();
                RawClient client = RawClient.to(server)) {
            client.read();
            assertThat(client.ask("EHLO client.example")).endsWith("250 AUTH PLAIN LOGIN");
        }
    }

    @Test
    void takesNoMailBeforeTheLogin() throws IOException {
        try (ScriptedSmtpServer server = guarded().start();
                RawClient client = RawClient.greeted(server)) {
            assertThat(client.ask("MAIL FROM:<a@b>")).isEqualTo("530 5.7.0 Authentication required");
            assertThat(client.ask("AUTH PLAIN " + GOOD)).isEqualTo(WELCOME);
            assertThat(client.ask("MAIL FROM:<a@b>")).startsWith("250");
        }
    }

    @Test
    void takesPlainWithAndWithoutAnInitialResponse() throws IOException {
        try (ScriptedSmtpServer server = guarded().start()) {
            try (RawClient client = RawClient.greeted(server)) {
                assertThat(client.ask("auth plain " + GOOD)).isEqualTo(WELCOME);
                assertThat(client.ask("AUTH PLAIN " + GOOD)).startsWith("503");
            }
            try (RawClient client = RawClient.greeted(server)) {
                assertThat(client.ask("AUTH PLAIN")).isEqualTo("334 ");
                assertThat(client.ask(GOOD)).isEqualTo(WELCOME);
            }
        }
    }

    @Test
    void takesLogin() throws IOException {
        try (ScriptedSmtpServer server = guarded().start()) {
            try (RawClient client = RawClient.greeted(server)) {
                assertThat(client.ask("AUTH LOGIN")).isEqualTo("334 " + base64("Username:"));
                assertThat(client.ask(base64("user"))).isEqualTo("334 " + base64("Password:"));
                assertThat(client.ask(base64("sécret"))).isEqualTo(WELCOME);
            }
            try (RawClient client = RawClient.greeted(server)) {
                assertThat(client.ask("AUTH LOGIN " + base64("user"))).startsWith("334");
                assertThat(client.ask(base64("wrong"))).isEqualTo(WRONG);
            }
        }
    }

    @Test
    void takesATokenForXoauth2() throws IOException {
        try (ScriptedSmtpServer server = guarded().start();
                RawClient client = RawClient.greeted(server)) {
            assertThat(client.ask("AUTH XOAUTH2 " + base64("user=user\1auth=Bearer old\1\1")))
                    .isEqualTo(WRONG);
            assertThat(client.ask("AUTH XOAUTH2 " + base64("user=user\1auth=Bearer sécret\1\1")))
                    .isEqualTo(WRONG);
            assertThat(client.ask("AUTH XOAUTH2 " + base64("user=user\1auth=Bearer t0ken\1\1")))
                    .isEqualTo(WELCOME);
        }
    }

    @Test
    void refusesWhatIsWrongOrMalformed() throws IOException {
        try (ScriptedSmtpServer server = guarded().start();
                RawClient client = RawClient.greeted(server)) {
            assertThat(client.ask("AUTH PLAIN " + base64("\0user\0wrong"))).isEqualTo(WRONG);
            assertThat(client.ask("AUTH PLAIN " + base64("\0nobody\0sécret"))).isEqualTo(WRONG);
            assertThat(client.ask("AUTH PLAIN " + base64("user"))).isEqualTo(WRONG);
            assertThat(client.ask("AUTH PLAIN =")).isEqualTo(WRONG);
            assertThat(client.ask("AUTH XOAUTH2 " + base64("user"))).isEqualTo(WRONG);
            assertThat(client.ask("AUTH PLAIN ???")).startsWith("501");
            assertThat(client.ask("AUTH CRAM-MD5")).startsWith("504");
            assertThat(client.ask("AUTH")).startsWith("504");
            client.ask("AUTH LOGIN");
            assertThat(client.ask("*")).startsWith("501");
            assertThat(client.ask("MAIL FROM:<a@b>")).startsWith("530");
        }
    }

    @Test
    void countsAttemptsAndSuccesses() throws IOException {
        try (ScriptedSmtpServer server = guarded().start();
                RawClient client = RawClient.greeted(server)) {
            client.ask("AUTH PLAIN " + base64("\0user\0wrong"));
            client.ask("AUTH PLAIN " + GOOD);
            assertThat(server.logins()).isEqualTo(2);
            assertThat(server.successfulLogins()).isEqualTo(1);
            assertThat(server.refused(SmtpPhase.AUTH)).isEqualTo(1);
        }
    }

    @Test
    void offersOnlyWhatItAnnounces() throws IOException {
        try (ScriptedSmtpServer server = guarded().capability("AUTH LOGIN NTLM").start();
                RawClient client = RawClient.greeted(server)) {
            assertThat(client.ask("AUTH PLAIN " + GOOD)).startsWith("504");
            assertThat(client.ask("AUTH NTLM")).startsWith("504");
            assertThat(client.ask("AUTH LOGIN")).startsWith("334");
        }
        try (ScriptedSmtpServer server = guarded().withoutCapability("AUTH").start();
                RawClient client = RawClient.greeted(server)) {
            assertThat(client.ask("AUTH PLAIN " + GOOD)).startsWith("502");
        }
    }

    @Test
    void aScriptAnswersTheCredentialsOrTheCommand() throws IOException {
        try (ScriptedSmtpServer server = guarded()
                        .on(
                                SmtpPhase.AUTH,
                                Occurrence.first(),
                                Action.reply("454 4.7.0 Too many login attempts")
                                        .beforeCredentials())
                        .on(SmtpPhase.AUTH, Occurrence.nth(2), Action.reply("432 4.7.12 Change your password"))
                        .start();
                RawClient client = RawClient.greeted(server)) {
            assertThat(client.ask("AUTH LOGIN")).startsWith("454");
            client.ask("AUTH LOGIN");
            client.ask(base64("user"));
            assertThat(client.ask(base64("sécret"))).startsWith("432");
            assertThat(client.ask("AUTH PLAIN " + GOOD)).isEqualTo(WELCOME);
            assertThat(server.logins()).isEqualTo(3);
        }
    }

    @Test
    void aScriptedChallengeTakesOneAnswerAndRefuses() throws IOException {
        try (ScriptedSmtpServer server = guarded()
                        .on(SmtpPhase.AUTH, Occurrence.first(), Action.reply("334 eyJzdGF0dXMiOiI0MDEifQ=="))
                        .start();
                RawClient client = RawClient.greeted(server)) {
            assertThat(client.ask("AUTH XOAUTH2 " + base64("user=user\1auth=Bearer t0ken\1\1")))
                    .startsWith("334");
            assertThat(client.ask("")).isEqualTo(WRONG);
            assertThat(server.successfulLogins()).isZero();
        }
    }

    @Test
    void hidesCredentialsInItsTranscript() throws IOException {
        try (ScriptedSmtpServer server = guarded().start();
                RawClient client = RawClient.greeted(server)) {
            client.ask("AUTH PLAIN " + base64("\0user\0wrong"));
            client.ask("AUTH LOGIN");
            client.ask(base64("user"));
            client.ask(base64("sécret"));
            assertThat(server.transcript(1))
                    .containsExactly("EHLO client.example", "AUTH PLAIN ***", "AUTH LOGIN", "***", "***");
        }
    }
}
