/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.testkit.contract.Capability;
import io.github.resilience4mail.testkit.contract.ContractHost;
import io.github.resilience4mail.testkit.contract.Letter;
import io.github.resilience4mail.testkit.contract.MailDeliveryContract;
import io.github.resilience4mail.testkit.contract.Mission;
import io.github.resilience4mail.testkit.contract.RecipientEnding;
import jakarta.mail.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The contract, for the bulk sender with one lane. */
class BulkSenderContractTest implements MailDeliveryContract {

    /** Session properties that the whole contract is run with. */
    Map<String, String> settings() {
        return Map.of();
    }

    @Override
    public ContractHost host() {
        return new BulkSenderHost();
    }

    /** Submits all letters, and only then lets the lane begin: else it might find nothing to do, and leave. */
    private final class BulkSenderHost implements ContractHost {

        private final CountDownLatch submitted = new CountDownLatch(1);

        @Override
        public List<RecipientEnding> send(Mission mission) throws Exception {
            Session session = new MissionMail(mission).sessionWithLogin();
            settings().forEach(session.getProperties()::setProperty);
            ExecutorService threads = Executors.newCachedThreadPool();
            try (BulkSender sender = BulkSender.builder(session)
                    .policy(mission.policy())
                    .lanes(1)
                    .lanesInAll(1)
                    .executor(task -> threads.execute(() -> runWhenSubmitted(task)))
                    .build()) {
                List<CompletableFuture<DeliveryReport>> futures = new ArrayList<>();
                for (Letter letter : mission.letters()) {
                    futures.add(sender.submit(MissionMail.message(session, letter)));
                }
                submitted.countDown();
                List<RecipientEnding> endings = new ArrayList<>();
                for (CompletableFuture<DeliveryReport> future : futures) {
                    endings.addAll(RecipientEnding.of(future.get()));
                }
                return endings;
            } finally {
                threads.shutdown();
            }
        }

        private void runWhenSubmitted(Runnable task) {
            try {
                submitted.await();
                task.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public Map<Capability, String> lacks() {
            return Map.of(
                    Capability.IS_INTERRUPTED, "the lanes wait, on threads of their own; close() ends that",
                    Capability.DEFERS_THROTTLED, "it has a queue, and paces the destination");
        }
    }
}
