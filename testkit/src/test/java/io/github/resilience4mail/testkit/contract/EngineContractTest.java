/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4mail.engine.Delivery;
import io.github.resilience4mail.engine.Delivery.PartialSending;
import io.github.resilience4mail.engine.DeliveryEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The engine of core, with a client that knows as little SMTP as possible. */
class EngineContractTest implements MailDeliveryContract {

    @Override
    public ContractHost host() {
        return new EngineHost();
    }

    /** Sends one letter after the other over one connection. */
    private static final class EngineHost implements ContractHost {

        @Override
        public List<RecipientEnding> send(Mission mission) {
            DeliveryEngine engine =
                    new DeliveryEngine(mission.policy(), mission.timekeeper(), RetryRegistry.ofDefaults(), "contract");
            PartialSending partial = mission.sendsPartially() ? PartialSending.ALLOWED : PartialSending.FORBIDDEN;
            List<RecipientEnding> endings = new ArrayList<>();
            try (PlainClient client = new PlainClient(mission)) {
                for (Letter letter : mission.letters()) {
                    String id = "<" + endings.size() + "@client.example>";
                    Delivery delivery = engine.begin(
                            id, letter.recipients(), partial, mission.policy().deadline());
                    endings.addAll(RecipientEnding.of(
                            engine.run(delivery, new PlainTransmission(client, letter, id, mission.sendsPartially()))));
                }
            }
            return endings;
        }

        @Override
        public Map<Capability, String> lacks() {
            return Map.of(
                    Capability.DEMANDS_TLS, "the client of this test speaks no TLS",
                    Capability.STOPS_ACCOUNTS, "the engine delivers one letter at a time and knows of no other",
                    Capability.PACES_DESTINATIONS, "the engine has no queue: its host has");
        }
    }
}
