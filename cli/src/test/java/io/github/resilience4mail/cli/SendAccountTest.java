/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import static io.github.resilience4mail.cli.SendTo.field;
import static io.github.resilience4mail.cli.SendTo.send;
import static io.github.resilience4mail.cli.SendTo.sendWith;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.cli.Program.Answer;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who sends, and whether somebody can listen. */
class SendAccountTest {

    private static final Map<String, String> RIGHT = Map.of("SECRET", "s3cr3t-w0rd");
    private static final Map<String, String> WRONG = Map.of("SECRET", "wr0ng-w0rd");
    private static final String[] LOGIN = {"--to", "a@rcv.example", "--user", "u", "--password-env", "SECRET", "--json"
    };

    @BeforeAll
    static void trustTheServer() {
        // before anybody asks for the default socket factory: this is the only class that turns to TLS
        SSLContext.setDefault(ScriptedSmtpServer.clientSslContext());
    }

    private static ScriptedSmtpServer.Builder withLogin() {
        return ScriptedSmtpServer.builder().user("u", "s3cr3t-w0rd").requireAuth();
    }

    @Test
    void thePasswordComesFromTheEnvironment() {
        try (var server = withLogin().start()) {
            Answer answer = sendWith(RIGHT, server, LOGIN);
            assertThat(answer.exitCode()).isZero();
            assertThat(answer.out()).contains("\"connections\":1,").doesNotContain("s3cr3t");
            assertThat(server.successfulLogins()).isEqualTo(1);
        }
    }

    @Test
    void aRefusedPasswordIsTriedOnceAndNeverShown() {
        try (var server = withLogin().start()) {
            String[] many = java.util.Arrays.copyOf(LOGIN, LOGIN.length + 1);
            many[LOGIN.length] = "--count=20";
            Answer answer = sendWith(WRONG, server, many);

            assertThat(answer.exitCode()).isEqualTo(78);
            assertThat(server.logins()).isEqualTo(1);
            assertThat(answer.lines()).hasSize(21);
            assertThat(answer.lines().subList(0, 20)).allSatisfy(line -> {
                assertThat(field(line, "outcome")).isEqualTo("FIX_CONFIG");
                assertThat(field(line, "decision")).isEqualTo("FIX_CONFIG");
                assertThat(field(line, "reason")).isEqualTo("AUTH_FAILED");
                assertThat(field(line, "reply")).startsWith("535 ");
                assertThat(field(line, "retryAt")).isEqualTo("null");
            });
            assertThat(answer.lines().get(20)).contains("\"fixConfig\":20,", "\"attempts\":1,\"connections\":1,");
            assertThat(answer.out() + answer.err()).doesNotContain("wr0ng-w0rd");
        }
    }

    @Test
    void peopleAreToldWhichOptionToTurn() {
        try (var server = withLogin().start()) {
            assertThat(send(server, "--to", "a@rcv.example").out())
                    .contains("a@rcv.example: configuration to be fixed", "Here: --user and --password-env.");
            assertThat(send(server, "--to", "a@rcv.example", "--starttls", "required", "--lang", "fr")
                            .out())
                    .contains("configuration à corriger", "Ici : --starttls optional");
        }
    }

    @ParameterizedTest
    @CsvSource({
        // offered, mode, exit code, whether TLS was used
        "true, required, 0, true",
        "true, optional, 0, true",
        "true, , 0, true",
        "true, off, 0, false",
        "false, REQUIRED, 78, false",
        "false, optional, 0, false",
        "false, , 0, false",
        "false, off, 0, false",
    })
    void tlsIsAsDemanded(boolean offered, String mode, int exitCode, boolean used) {
        ScriptedSmtpServer.Builder builder = ScriptedSmtpServer.builder();
        try (var server = (offered ? builder.startTls() : builder).start()) {
            Answer answer = mode == null
                    ? send(server, "--to", "a@rcv.example", "--json")
                    : send(server, "--to", "a@rcv.example", "--json", "--starttls", mode);

            assertThat(answer.exitCode()).as(answer.out()).isEqualTo(exitCode);
            assertThat(server.transcript(1).contains("STARTTLS")).isEqualTo(used);
            if (exitCode != 0) {
                assertThat(field(answer.lines().get(0), "reason")).isEqualTo("TLS_NOT_OFFERED");
                assertThat(field(answer.lines().get(0), "reply")).isEqualTo("null");
                assertThat(server.acceptedCount()).isZero();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mail.example.net, true, REQUIRED",
        "mail.example.net, false, OPTIONAL",
        "localhost, true, OPTIONAL",
        "127.0.0.1, true, OPTIONAL",
        "127.0.0.1.example.net, true, REQUIRED",
        "::1, true, OPTIONAL",
        "10.0.0.1, true, REQUIRED",
    })
    void aPasswordDoesNotLeaveThisMachineInClearTextUnlessThatIsAskedFor(
            String host, boolean withPassword, StartTls expected) {
        assertThat(StartTls.byDefault(host, withPassword)).isEqualTo(expected);
    }
}
