/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import jakarta.activation.DataHandler;
import jakarta.activation.FileDataSource;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad input gets one sentence that names the thing and the cure, before anything is sent. */
class BadInputTest {

    private final ScriptedSmtpServer server = ScriptedSmtpServer.builder().start();
    private Mail mail;

    @BeforeEach
    void prepare() {
        mail = new Mail(server);
    }

    @AfterEach
    void nothingWasSent() {
        assertThat(server.acceptedCount()).isZero();
        server.close();
    }

    private void send(InternetAddress... to) throws MessagingException {
        RetryingSmtpTransport transport = (RetryingSmtpTransport) mail.session().getTransport("smtp");
        transport.connect();
        try (transport) {
            transport.sendMessage(mail.message("unused@rcv.example"), to);
        }
    }

    private static InternetAddress address(String text) {
        InternetAddress address = new InternetAddress();
        address.setAddress(text);
        return address;
    }

    @Test
    void anAddressWithALineEndIsNamedAndNothingIsSent() {
        assertThatThrownBy(() -> send(address("good@rcv.example"), address("bad@rcv.example>\r\nRSET")))
                .isInstanceOf(AddressException.class)
                .hasMessageStartingWith(
                        "the recipient address \"bad@rcv.example> RSET\" contains a carriage return (CR)"
                                + " at index 16: remove it, it could smuggle in an SMTP command");
        assertThat(server.transcript(1)).noneMatch(line -> line.startsWith("RCPT"));
    }

    @Test
    void aSenderWithALineEndIsNamedAndNothingIsSent() {
        mail.with("mail.smtp.from", "me@client.example\nRSET");
        assertThatThrownBy(() -> send(address("good@rcv.example")))
                .hasMessageContaining("the sender address \"me@client.example RSET\" contains a line feed (LF)");
        assertThat(server.transcript(1)).noneMatch(line -> line.startsWith("MAIL"));
    }

    @Test
    void aMessageWithoutRecipientsIsRefusedWithTheCure() {
        assertThatThrownBy(() -> send())
                .isInstanceOf(SendFailedException.class)
                .hasMessage("No recipient addresses: give at least one in To, Cc or Bcc");
        assertThatThrownBy(() -> send(address(""))).hasMessage("a recipient has no address: remove it, or fill it in");
    }

    @Test
    void whatIsNoInternetAddressIsRefused() throws MessagingException {
        RetryingSmtpTransport transport = (RetryingSmtpTransport) mail.session().getTransport("smtp");
        transport.connect();
        MimeMessage message = mail.message("a@rcv.example");
        Address news = new jakarta.mail.internet.NewsAddress("comp.lang.java");
        assertThatThrownBy(() -> transport.sendMessage(message, new Address[] {news}))
                .hasMessageContaining("comp.lang.java is not an InternetAddress");
        transport.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mail.smtp.retry.dedline | 30s | unknown property mail.smtp.retry.dedline",
                "mail.smtp.retry.deadline | soon | property mail.smtp.retry.deadline is \"soon\": use a duration such as 30s",
                "mail.smtp.retry.deadline | 500ms | deadline 0.5s is shorter than the first quick retry 1s",
                "mail.smtp.retry.maxdelay | 10ms | maxDelay 0.01s is below the first quick retry 1s",
                "mail.smtp.retry.jitter | much | property mail.smtp.retry.jitter is \"much\": use a number from 0 to 1",
                "mail.smtp.retry.onunknown | guess | property mail.smtp.retry.onunknown is \"guess\": use resend or report",
                "mail.smtp.retry.language | de | property mail.smtp.retry.language is \"de\": use en or fr",
                "mail.smtp.retry.enabled | yes | property mail.smtp.retry.enabled is \"yes\": use true or false",
                "mail.smtp.retry.quick | 1s;3s | property mail.smtp.retry.quick is \"1s;3s\": use durations such as"
            })
    void aBadPropertyIsNamedBeforeAnyConnection(String name, String value, String sentence) {
        mail.with(name, value);
        assertThatThrownBy(() -> Transport.send(mail.message("a@rcv.example")))
                .isInstanceOf(MessagingException.class)
                .hasMessageStartingWith("resilience4mail is not configured well: ")
                .hasMessageContaining(sentence);
        assertThat(server.connections()).isZero();
    }

    @Test
    void nothingIsCheckedWhenEverythingIsSwitchedOff() {
        mail.with("mail.smtp.retry.dedline", "soon").with("mail.smtp.retry.enabled", "false");
        InternetAddress[] nobody = {};
        assertThatThrownBy(() -> send(nobody)).hasMessage("No recipient addresses");
    }

    @Test
    void aBulkSenderRefusesABadPropertyWhenItIsMade() {
        mail.with("mail.smtp.retry.dedline", "30s");
        assertThatThrownBy(() -> BulkSender.builder(mail.session()).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown property mail.smtp.retry.dedline");
    }

    @Test
    void anObjectOfTheWrongKindIsNamed() {
        mail.with("mail.smtp.retry.runtime", 42);
        assertThatThrownBy(() -> Transport.send(mail.message("a@rcv.example")))
                .hasMessageContaining("property mail.smtp.retry.runtime holds a java.lang.Integer");
    }

    @Test
    void aMissingAttachmentIsCalledThatAndNotANetworkFailure() throws MessagingException {
        MimeMessage message = mail.message("a@rcv.example");
        message.setDataHandler(new DataHandler(new FileDataSource("no-such-file.pdf")));
        Sending sending = Sending.of(mail, message);
        assertThat(sending.outcomes()).containsExactly(Outcome.GIVEN_UP);
        assertThat(sending.recipient(0).verdict().orElseThrow().reason().name()).isEqualTo("MESSAGE_UNREADABLE");
        assertThat(mail.time.waits()).isEmpty();
        assertThat(sending.thrown()).hasCauseInstanceOf(java.io.FileNotFoundException.class);
        assertThat(sending.thrown()).rootCause().hasMessageContaining("no-such-file.pdf");
    }

    @Test
    void numbersAndBooleansAreAsGoodAsTheirTexts() {
        mail.with("mail.smtp.retry.enabled", Boolean.FALSE);
        InternetAddress[] nobody = {};
        assertThatThrownBy(() -> send(nobody)).hasMessage("No recipient addresses");
        mail.with("mail.smtp.retry.enabled", Boolean.TRUE).with("mail.smtp.retry.dedline", 30_000);
        assertThatThrownBy(() -> send(nobody)).hasMessageContaining("unknown property mail.smtp.retry.dedline");
    }

    @Test
    void anEmptyGroupIsNoRecipient() throws MessagingException {
        InternetAddress[] group = InternetAddress.parse("undisclosed-recipients:;");
        assertThatThrownBy(() -> send(group)).hasMessageContaining("the group has no members");
    }

    @Test
    void aPortWhereNobodyListensIsTriedAgainAndThenExplained() {
        int port = server.port();
        server.close();
        mail.with("mail.smtp.port", String.valueOf(port));
        assertThatThrownBy(() -> Transport.send(mail.message("a@rcv.example")))
                .isInstanceOf(org.eclipse.angus.mail.util.MailConnectException.class)
                .hasMessageContaining("127.0.0.1:" + port)
                .satisfies(e -> assertThat(MailFailure.of(e)
                                .orElseThrow()
                                .verdict()
                                .reason()
                                .name())
                        .isEqualTo("CONNECTION_REFUSED"));
        assertThat(mail.time.waits()).hasSize(3);
        mail.with("mail.smtp.retry.language", "fr");
        assertThatThrownBy(() -> Transport.send(mail.message("a@rcv.example")))
                .hasMessageStartingWith("Pas de connexion à 127.0.0.1:" + port)
                .hasMessageContaining("À réessayer, pas avant 2030-")
                .satisfies(e ->
                        assertThat(MailFailure.of(e).orElseThrow().retryAt()).isPresent());
    }
}
