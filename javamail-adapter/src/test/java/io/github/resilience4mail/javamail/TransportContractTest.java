/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.testkit.contract.Capability;
import io.github.resilience4mail.testkit.contract.ContractHost;
import io.github.resilience4mail.testkit.contract.Letter;
import io.github.resilience4mail.testkit.contract.MailDeliveryContract;
import io.github.resilience4mail.testkit.contract.Mission;
import io.github.resilience4mail.testkit.contract.RecipientEnding;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The contract, for a transport that is connected once and used for all messages. */
class TransportContractTest implements MailDeliveryContract {

    /** Session properties that the whole contract is run with. */
    Map<String, String> settings() {
        return Map.of();
    }

    @Override
    public ContractHost host() {
        return new TransportHost();
    }

    /** Connects, again before the next letter if it could not, and sends. */
    private final class TransportHost implements ContractHost {

        @Override
        public List<RecipientEnding> send(Mission mission) throws MessagingException {
            MissionMail mail = new MissionMail(mission);
            Session session = mail.session();
            settings().forEach(session.getProperties()::setProperty);
            List<RecipientEnding> endings = new ArrayList<>();
            try (RetryingSmtpTransport transport = (RetryingSmtpTransport) session.getTransport("smtp")) {
                boolean connected = false;
                for (Letter letter : mission.letters()) {
                    try {
                        if (!connected) {
                            transport.connect(mission.host(), mission.port(), mail.user(), mail.password());
                            connected = true;
                        }
                        MimeMessage message = MissionMail.message(session, letter);
                        transport.sendMessage(message, message.getAllRecipients());
                        endings.addAll(
                                RecipientEnding.of(transport.getLastReport().orElseThrow()));
                    } catch (MessagingException e) {
                        endings.addAll(MissionMail.endings(letter, e));
                    }
                }
            }
            return endings;
        }

        @Override
        public Map<Capability, String> lacks() {
            return Map.of(
                    Capability.STOPS_ACCOUNTS,
                            "each message is sent by itself: the caller sees the exception, and decides",
                    Capability.PACES_DESTINATIONS, "a caller that waits has no queue");
        }
    }
}
