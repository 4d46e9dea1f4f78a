/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.javamail.MailDeliveryException;
import io.github.resilience4mail.javamail.MailFailure;
import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.testkit.contract.Capability;
import io.github.resilience4mail.testkit.contract.ContractHost;
import io.github.resilience4mail.testkit.contract.Letter;
import io.github.resilience4mail.testkit.contract.MailDeliveryContract;
import io.github.resilience4mail.testkit.contract.Mission;
import io.github.resilience4mail.testkit.contract.RecipientEnding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;

/** The contract, for code that calls the {@code JavaMailSender} that Boot made, and knows nothing of us. */
class JavaMailSenderContractTest implements MailDeliveryContract {

    @Override
    public ContractHost host() {
        return new JavaMailSenderHost();
    }

    /** Sends each letter by itself. */
    private static final class JavaMailSenderHost implements ContractHost {

        @Override
        public List<RecipientEnding> send(Mission mission) {
            List<RecipientEnding> endings = new ArrayList<>();
            application(mission).run(context -> {
                JavaMailSender sender = context.getBean(JavaMailSender.class);
                for (Letter letter : mission.letters()) {
                    endings.addAll(send(sender, letter));
                }
            });
            return endings;
        }

        private static ApplicationContextRunner application(Mission mission) {
            ApplicationContextRunner application = Contexts.withoutSender()
                    .withBean(MailRuntime.class, () -> MailRuntime.with(mission.timekeeper()))
                    .withBean(MailRetryPolicy.class, mission::policy)
                    .withPropertyValues(
                            "spring.mail.host=" + mission.host(),
                            "spring.mail.port=" + mission.port(),
                            "spring.mail.properties.mail.smtp.localhost=client.example",
                            "spring.mail.properties.mail.smtp.sendpartial=" + mission.sendsPartially(),
                            "spring.mail.properties.mail.smtp.starttls.required=" + mission.demandsTls());
            return mission.login()
                    .map(login -> application.withPropertyValues(
                            "spring.mail.username=" + login.user(),
                            "spring.mail.password=" + login.password(),
                            "spring.mail.properties.mail.smtp.auth=true"))
                    .orElse(application);
        }

        private static List<RecipientEnding> send(JavaMailSender sender, Letter letter) {
            SimpleMailMessage message = new SimpleMailMessage();
            message.setFrom(letter.sender());
            message.setTo(letter.recipients().toArray(new String[0]));
            message.setSubject(letter.subject());
            message.setText(letter.text());
            try {
                sender.send(message);
                return letter.recipients().stream()
                        .map(recipient -> RecipientEnding.of(recipient, Outcome.DELIVERED))
                        .toList();
            } catch (MailException e) {
                return endings(letter, e);
            }
        }

        private static List<RecipientEnding> endings(Letter letter, MailException thrown) {
            Exception failure = thrown instanceof MailSendException failed ? failed.getMessageExceptions()[0] : thrown;
            if (failure instanceof MailDeliveryException delivery) {
                return RecipientEnding.of(delivery.getReport());
            }
            MailFailure connection = MailFailure.of(failure).orElseThrow(() -> thrown);
            return letter.recipients().stream()
                    .map(recipient -> RecipientEnding.failed(
                            recipient,
                            connection.verdict(),
                            connection.retryAt().orElse(null)))
                    .toList();
        }

        @Override
        public Map<Capability, String> lacks() {
            String nothing = "JavaMailSender.send returns nothing, so a success cannot tell";
            return Map.of(
                    Capability.REPORTS_ATTEMPTS, nothing,
                    Capability.REPORTS_DUPLICATES, nothing,
                    Capability.KEEPS_CONNECTIONS, "JavaMailSender.send makes a connection for each call",
                    Capability.STOPS_ACCOUNTS,
                            "each message is sent by itself: the caller sees the exception, and decides",
                    Capability.PACES_DESTINATIONS, "a caller that waits has no queue");
        }
    }
}
