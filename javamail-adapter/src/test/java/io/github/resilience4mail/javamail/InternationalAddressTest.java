/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.testkit.Accepted;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Letters beyond ASCII in an address: nobody else gets the message in place of the one who was meant. */
class InternationalAddressTest {

    /** Its first letter, cut down to one byte, is an "a". */
    private static final String SLICE = "\u0161lice@rcv.example";

    private final ScriptedSmtpServer server = ScriptedSmtpServer.builder().start();
    private final Mail mail = new Mail(server);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aDomainIsWrittenAsTheDnsKnowsIt() throws MessagingException {
        Sending sending = Sending.of(mail, "bob@m\u00fcnchen.example");
        assertThat(sending.outcomes()).containsExactly(Outcome.DELIVERED);
        assertThat(sending.recipient(0).recipient()).isEqualTo("bob@m\u00fcnchen.example");
        assertThat(server.accepted()).extracting(Accepted::recipient).containsExactly("bob@xn--mnchen-3ya.example");
    }

    @Test
    void aMailboxThatCannotBeWrittenIsLeftOutAndNobodyServedInItsPlace() throws MessagingException {
        Sending sending = Sending.of(mail, SLICE, "bob@rcv.example");
        assertThat(sending.outcomes()).containsExactly(Outcome.FIX_CONFIG, Outcome.DELIVERED);
        assertThat(sending.recipient(0).verdict().orElseThrow().reason()).isEqualTo(Reason.EXTENSION_MISSING);
        assertThat(sending.text()).contains(SLICE).contains("Use addresses in plain ASCII");
        assertThat(server.accepted()).extracting(Accepted::recipient).containsExactly("bob@rcv.example");
    }

    @Test
    void withoutAnybodyElseTheServerIsNotAsked() throws MessagingException {
        assertThat(Sending.of(mail, SLICE).outcomes()).containsExactly(Outcome.FIX_CONFIG);
        assertThat(server.transcript(1)).noneMatch(line -> line.startsWith("MAIL"));
    }

    @Test
    void whereUtf8IsAllowedAndTheServerReadsItItIsWrittenAsItIs() throws MessagingException {
        try (ScriptedSmtpServer reader =
                ScriptedSmtpServer.builder().capability("SMTPUTF8").start()) {
            Mail letter = new Mail(reader).with("mail.mime.allowutf8", "true");
            assertThat(Sending.of(letter, SLICE).outcomes()).containsExactly(Outcome.DELIVERED);
            assertThat(reader.accepted()).extracting(Accepted::recipient).containsExactly(SLICE);
        }
    }

    @Test
    void aServerThatHasNotAgreedToReadUtf8IsNotSentAny() throws MessagingException {
        mail.with("mail.mime.allowutf8", "true");
        Sending sending = Sending.of(mail, SLICE, "bob@rcv.example");
        assertThat(sending.outcomes()).containsExactly(Outcome.FIX_CONFIG, Outcome.DELIVERED);
        assertThat(sending.recipient(0).verdict().orElseThrow().reason()).isEqualTo(Reason.EXTENSION_MISSING);
        assertThat(server.accepted()).extracting(Accepted::recipient).containsExactly("bob@rcv.example");
    }

    @Test
    void norIsASenderNamedToItInUtf8() throws MessagingException {
        mail.with("mail.mime.allowutf8", "true").with("mail.smtp.from", SLICE);
        assertThat(Sending.of(mail, "bob@rcv.example").outcomes()).containsExactly(Outcome.FIX_CONFIG);
        assertThat(server.transcript(1)).noneMatch(line -> line.startsWith("MAIL"));
    }

    @Test
    void aSenderThatCannotBeWrittenStopsTheMessageWithTheCure() {
        mail.with("mail.smtp.from", SLICE);
        assertThatThrownBy(() -> Sending.of(mail, "bob@rcv.example"))
                .isInstanceOf(AddressException.class)
                .hasMessageContaining("the sender address \"" + SLICE + "\" has letters beyond ASCII")
                .hasMessageContaining("mail.mime.allowutf8");
        assertThat(server.acceptedCount()).isZero();
    }

    @Test
    void aNameBesideTheAddressMayHaveAnyLetters() throws Exception {
        var message = mail.message("bob@rcv.example");
        message.setFrom(new jakarta.mail.internet.InternetAddress("sender@client.example", "\u0160\u00e1rka", "UTF-8"));
        assertThat(Sending.of(mail, message).outcomes()).containsExactly(Outcome.DELIVERED);
    }
}
