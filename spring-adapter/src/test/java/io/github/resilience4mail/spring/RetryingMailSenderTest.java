/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.time.FakeTimekeeper;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailException;
import org.springframework.mail.MailParseException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.MailSender;
import org.springframework.mail.SimpleMailMessage;

/** Senders that are not JavaMail's. */
class RetryingMailSenderTest {

    private final FakeTimekeeper time = new FakeTimekeeper();
    private final ProvidersSender provider = new ProvidersSender();
    private final MailSender sender =
            RetryingMailSenders.retrying(provider, MailRetryPolicy.defaults(), MailRuntime.with(time));

    /** Fails as it is told, then takes everything. */
    private static final class ProvidersSender implements MailSender {

        private final Deque<MailException> failures = new ArrayDeque<>();
        private final List<SimpleMailMessage> calls = new ArrayList<>();

        @Override
        public void send(SimpleMailMessage... messages) {
            calls.addAll(List.of(messages));
            if (!failures.isEmpty()) {
                throw failures.remove();
            }
        }
    }

    private static SimpleMailMessage messageTo(String... recipients) {
        SimpleMailMessage message = new SimpleMailMessage();
        message.setTo(recipients);
        message.setText("The body of the test.\n");
        return message;
    }

    @Test
    void triesAgainAfterATemporaryReply() {
        provider.failures.add(new MailSendException("sending failed", new IOException("451 4.3.0 Try again later")));
        sender.send(messageTo("a@rcv.example"));
        assertThat(provider.calls).hasSize(2);
        assertThat(time.waits()).hasSize(1);
    }

    @Test
    void givesUpAfterAPermanentReplyAndSaysWhatToDo() {
        MailSendException original = new MailSendException("550 5.1.1 No such user");
        provider.failures.add(original);
        var failure = catchThrowableOfType(
                MailDeliveryFailedException.class, () -> sender.send(messageTo("gone@rcv.example")));
        assertThat(failure).hasMessageContaining("Correct the address").hasCause(original);
        assertThat(failure.getReports().get(0).with(Outcome.GIVEN_UP)).hasSize(1);
        assertThat(provider.calls).hasSize(1);
    }

    @Test
    void doesNotSendAgainWhatMayHaveBeenTaken() {
        provider.failures.add(new MailSendException("read timed out"));
        var failure =
                catchThrowableOfType(MailDeliveryFailedException.class, () -> sender.send(messageTo("a@rcv.example")));
        assertThat(failure.getReports().get(0).with(Outcome.UNKNOWN)).hasSize(1);
        assertThat(provider.calls).hasSize(1);
    }

    @Test
    void doesNotRepeatARefusedLogin() {
        provider.failures.add(new MailAuthenticationException("the key has expired"));
        var failure =
                catchThrowableOfType(MailDeliveryFailedException.class, () -> sender.send(messageTo("a@rcv.example")));
        assertThat(failure.getReports().get(0).with(Outcome.FIX_CONFIG)).hasSize(1);
        assertThat(provider.calls).hasSize(1);
    }

    @Test
    void namesOfABatchThoseThatFailed() {
        SimpleMailMessage gone = messageTo("gone@rcv.example");
        provider.failures.add(new MailSendException("550 5.1.1 No such user"));
        var failure = catchThrowableOfType(
                MailDeliveryFailedException.class,
                () -> sender.send(gone, messageTo("a@rcv.example", "b@rcv.example")));
        assertThat(failure.getFailedMessages()).containsOnlyKeys(gone);
        assertThat(failure.getReports()).hasSize(2);
        assertThat(provider.calls).hasSize(2);
    }

    @Test
    void wantsRecipients() {
        assertThatExceptionOfType(MailParseException.class)
                .isThrownBy(() -> sender.send(new SimpleMailMessage()))
                .withMessageContaining("no recipients");
        assertThat(provider.calls).isEmpty();
    }
}
