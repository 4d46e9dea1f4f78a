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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The guide's example: an application's own wrapper is put through the contract. */
// tag::contract[]
class ShopMailerContractTest implements MailDeliveryContract {

    @Override
    public ContractHost host() {
        return new ShopMailerHost();
    }

    private static class ShopMailerHost implements ContractHost {

        @Override
        public List<RecipientEnding> send(Mission mission) throws MessagingException {
            ShopMailer mailer = new ShopMailer(mission.host(), mission.port(), mission.policy(), mission.timekeeper());
            List<RecipientEnding> endings = new ArrayList<>();
            for (Letter letter : mission.letters()) {
                endings.addAll(send(mailer, letter));
            }
            return endings;
        }

        private List<RecipientEnding> send(ShopMailer mailer, Letter letter) throws MessagingException {
            try {
                mailer.send(letter.sender(), letter.recipients(), letter.subject(), letter.text());
                return letter.recipients().stream()
                        .map(recipient -> RecipientEnding.of(recipient, Outcome.DELIVERED))
                        .toList();
            } catch (MailDeliveryException e) {
                return RecipientEnding.of(e.getReport());
            } catch (MessagingException e) {
                MailFailure failure = MailFailure.of(e).orElseThrow(() -> e); // there was no connection
                return letter.recipients().stream()
                        .map(recipient -> RecipientEnding.failed(
                                recipient, failure.verdict(), failure.retryAt().orElse(null)))
                        .toList();
            }
        }

        @Override
        public Map<Capability, String> lacks() {
            return Map.of(
                    Capability.LOGS_IN, "the shop's relay wants no login",
                    Capability.DEMANDS_TLS, "the shop's relay is on the same machine",
                    Capability.HOLDS_TOGETHER, "the shop sends partially",
                    Capability.REPORTS_ATTEMPTS, "Transport.send returns nothing",
                    Capability.REPORTS_DUPLICATES, "Transport.send returns nothing",
                    Capability.KEEPS_CONNECTIONS, "Transport.send connects for each message",
                    Capability.STOPS_ACCOUNTS, "the shop sends one message at a time",
                    Capability.PACES_DESTINATIONS, "the shop has no queue");
        }
    }
}
// end::contract[]
