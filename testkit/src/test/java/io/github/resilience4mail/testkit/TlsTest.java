/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.smtp.SmtpPhase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** STARTTLS and TLS from the first byte. */
@Timeout(60)
class TlsTest {

    @Test
    void startsTlsOnDemandAndForgetsWhatWasSaidBefore() throws IOException {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder()
                        .startTls()
                        .user("user", "secret")
                        .start();
                RawClient client = RawClient.to(server)) {
            client.read();
            assertThat(client.ask("EHLO client.example")).contains("STARTTLS");
            assertThat(client.ask("AUTH PLAIN AHVzZXIAc2VjcmV0")).startsWith("235");
            client.ask("MAIL FROM:<a@b>");
            assertThat(client.ask("STARTTLS")).isEqualTo("220 2.0.0 Ready to start TLS");
            client.startTls();
            assertThat(client.ask("RCPT TO:<a@one.example>")).isEqualTo("503 5.5.1 Need MAIL command");
            assertThat(client.ask("MAIL FROM:<a@b>")).isEqualTo("503 5.5.1 Say EHLO first");
            assertThat(client.ask("EHLO client.example"))
                    .doesNotContain("STARTTLS")
                    .contains("AUTH");
            assertThat(client.ask("STARTTLS")).startsWith("502");
            assertThat(client.ask("AUTH PLAIN AHVzZXIAc2VjcmV0")).startsWith("235");
            assertThat(client.deliver("1@x", "a@one.example")).startsWith("250");
            assertThat(client.ask("QUIT")).startsWith("221");
            assertThat(client.read()).isEqualTo("EOF");
        }
    }

    @Test
    void dropsClearTextThatWasSentAheadOfTheHandshake() throws IOException {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder().startTls().start();
                RawClient client = RawClient.greeted(server)) {
            client.send("STARTTLS\r\nRSET\r\n");
            client.read();
            client.startTls();
            assertThat(client.ask("EHLO client.example")).startsWith("250-localhost");
            assertThat(server.transcript(1)).containsExactly("EHLO client.example", "STARTTLS", "EHLO client.example");
        }
    }

    @Test
    void mayRequireIt() throws IOException {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder()
                        .requireStartTls()
                        .user("user", "secret")
                        .start();
                RawClient client = RawClient.greeted(server)) {
            String refusal = "530 5.7.0 Must issue a STARTTLS command first";
            assertThat(client.ask("MAIL FROM:<a@b>")).isEqualTo(refusal);
            assertThat(client.ask("AUTH LOGIN")).isEqualTo(refusal);
            client.ask("STARTTLS");
            client.startTls();
            client.ask("EHLO client.example");
            assertThat(client.ask("MAIL FROM:<a@b>")).startsWith("250");
        }
    }

    @Test
    void mayBeginWithIt() throws IOException {
        try (ScriptedSmtpServer server =
                        ScriptedSmtpServer.builder().implicitTls().start();
                RawClient client = RawClient.overTls(server)) {
            assertThat(client.read()).startsWith("220");
            assertThat(client.ask("EHLO client.example")).doesNotContain("STARTTLS");
            assertThat(client.deliver("1@x", "a@one.example")).startsWith("250");
        }
    }

    @Test
    void misbehavesUnderTlsToo() throws IOException {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder()
                .implicitTls()
                .on(SmtpPhase.END_OF_DATA, Occurrence.first(), Action.acceptThenClose())
                .on(SmtpPhase.END_OF_DATA, Occurrence.nth(2), Action.acceptThenReset())
                .start()) {
            try (RawClient client = RawClient.overTls(server)) {
                client.read();
                client.ask("EHLO client.example");
                assertThat(client.deliver("1@x", "a@one.example")).isEqualTo("EOF");
            }
            try (RawClient client = RawClient.overTls(server)) {
                client.read();
                client.ask("EHLO client.example");
                assertThatThrownBy(() -> client.deliver("2@x", "a@one.example")).isInstanceOf(IOException.class);
            }
            assertThat(server.withheld()).hasSize(2);
        }
    }

    @Test
    void mayCloseBetweenItsReplyAndTheHandshake() throws IOException {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder()
                        .startTls()
                        .on(
                                SmtpPhase.STARTTLS,
                                Occurrence.first(),
                                Action.proceed().thenClose())
                        .start();
                RawClient client = RawClient.greeted(server)) {
            assertThat(client.ask("STARTTLS")).startsWith("220");
            assertThatThrownBy(client::startTls).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void namesTheLoopbackHostsInItsCertificate() throws IOException {
        try (ScriptedSmtpServer server =
                ScriptedSmtpServer.builder().implicitTls().start()) {
            for (String name : new String[] {"localhost", "127.0.0.1"}) {
                assertThat(handshake(server, name)).isEqualTo(ScriptedSmtpServer.certificate());
            }
            assertThatThrownBy(() -> handshake(server, "mx.example")).isInstanceOf(SSLHandshakeException.class);
        }
    }

    private static Object handshake(ScriptedSmtpServer server, String name) throws IOException {
        SSLSocketFactory factory = ScriptedSmtpServer.clientSslContext().getSocketFactory();
        try (Socket plain = new Socket(InetAddress.getByName(server.host()), server.port());
                SSLSocket socket = (SSLSocket) factory.createSocket(plain, name, server.port(), true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void makesItsCertificateWhoeverIsInterrupted() {
        Thread.currentThread().interrupt();
        LocalhostCertificate made = LocalhostCertificate.generate();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(made.certificate().getSubjectX500Principal().getName()).isEqualTo("CN=localhost");
        assertThat(made.certificate()).isNotEqualTo(ScriptedSmtpServer.certificate());
    }

    @Test
    void isNotTrustedByAnybodyElse() throws IOException {
        try (ScriptedSmtpServer server =
                        ScriptedSmtpServer.builder().implicitTls().start();
                Socket socket = SSLSocketFactory.getDefault().createSocket(server.host(), server.port())) {
            assertThatThrownBy(() -> ((SSLSocket) socket).startHandshake()).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void survivesAClientThatTalksClearText() throws IOException {
        try (ScriptedSmtpServer server =
                ScriptedSmtpServer.builder().implicitTls().start()) {
            try (RawClient client = RawClient.to(server)) {
                client.send("EHLO client.example\r\n");
                client.readLine();
            }
            try (RawClient client = RawClient.overTls(server)) {
                assertThat(client.read()).startsWith("220");
            }
        }
    }
}
