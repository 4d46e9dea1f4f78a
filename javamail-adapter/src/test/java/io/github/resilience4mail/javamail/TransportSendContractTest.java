/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.testkit.contract.Capability;
import io.github.resilience4mail.testkit.contract.ContractHost;
import io.github.resilience4mail.testkit.contract.Letter;
import io.github.resilience4mail.testkit.contract.MailDeliveryContract;
import io.github.resilience4mail.testkit.contract.Mission;
import io.github.resilience4mail.testkit.contract.RecipientEnding;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The contract, for code that calls {@code Transport.send} and knows nothing of us. */
class TransportSendContractTest implements MailDeliveryContract {

    @Override
    public ContractHost host() {
        return new TransportSendHost();
    }

    /** Sends each letter by itself. */
    private static final class TransportSendHost implements ContractHost {

        @Override
        public List<RecipientEnding> send(Mission mission) throws MessagingException {
            MissionMail mail = new MissionMail(mission);
            Session session = mail.session();
            List<RecipientEnding> endings = new ArrayList<>();
            for (Letter letter : mission.letters()) {
                MimeMessage message = MissionMail.message(session, letter);
                try {
                    if (mission.login().isPresent()) {
                        Transport.send(message, mail.user(), mail.password());
                    } else {
                        Transport.send(message);
                    }
                    letter.recipients().forEach(r -> endings.add(RecipientEnding.of(r, Outcome.DELIVERED)));
                } catch (MessagingException e) {
                    endings.addAll(MissionMail.endings(letter, e));
                }
            }
            return endings;
        }

        @Override
        public Map<Capability, String> lacks() {
            String nothing = "Transport.send returns nothing, so a success cannot tell";
            return Map.of(
                    Capability.REPORTS_ATTEMPTS, nothing,
                    Capability.REPORTS_DUPLICATES, nothing,
                    Capability.KEEPS_CONNECTIONS, "Transport.send makes a connection for each message",
                    Capability.STOPS_ACCOUNTS,
                            "each message is sent by itself: the caller sees the exception, and decides",
                    Capability.PACES_DESTINATIONS, "a caller that waits has no queue");
        }
    }
}
