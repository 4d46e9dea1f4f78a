/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.FakeTimekeeper;
import io.github.resilience4mail.time.Timekeeper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The table of scenarios, and how a host is checked against a row of it. {@link MailDeliveryContract} does both as JUnit
 * tests; this is for whoever has another test framework.
 */
public final class DeliveryContract {

    private DeliveryContract() {}

    /**
     * All scenarios.
     *
     * @return the table, in an order to read it in
     */
    public static List<Scenario> scenarios() {
        return Stream.of(
                        SuccessScenarios.all(),
                        TemporaryScenarios.all(),
                        PermanentScenarios.all(),
                        RecipientScenarios.all(),
                        LostConnectionScenarios.all(),
                        UnknownScenarios.all(),
                        WaitingScenarios.all(),
                        ConnectionScenarios.all(),
                        AccountScenarios.all(),
                        ThrottleScenarios.all())
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Why a scenario is not for a host.
     *
     * @param scenario of the table
     * @param host the one in question
     * @return what the host lacks, and its reason; empty if the scenario is for it
     */
    public static Optional<String> whySkipped(Scenario scenario, ContractHost host) {
        Map<Capability, String> lacks = host.lacks();
        return scenario.needs().stream()
                .sorted()
                .filter(lacks::containsKey)
                .map(capability -> inWords(capability, lacks))
                .findFirst();
    }

    static String inWords(Capability capability, Map<Capability, String> lacks) {
        return "it does not " + capability.words() + ": " + lacks.get(capability);
    }

    /**
     * Runs a scenario through a host, on the calling thread, in time that is not real.
     *
     * @param scenario of the table
     * @param host as if new
     * @throws AssertionError if anything came out otherwise than it has to, with all there is to find it by
     */
    public static void check(Scenario scenario, ContractHost host) {
        FakeTimekeeper clock = new FakeTimekeeper();
        try (ScriptedSmtpServer server = scenario.start(clock)) {
            Timekeeper hosts = scenario.isInterrupting() ? new InterruptingTimekeeper(clock) : clock;
            Inspection inspection = run(scenario, host, server, hosts);
            if (!inspection.findings().isEmpty()) {
                throw new AssertionError(new Finding(scenario, server, inspection.findings()));
            }
        }
    }

    private static Inspection run(
            Scenario scenario, ContractHost host, ScriptedSmtpServer server, Timekeeper timekeeper) {
        List<RecipientEnding> endings;
        boolean interrupted;
        try {
            endings = host.send(new Mission(scenario, server, timekeeper));
        } catch (Exception e) {
            throw new AssertionError(
                    new Finding(scenario, server, List.of("the host threw what it should have told: " + e)).toString(),
                    e);
        } finally {
            // the next scenario begins without it
            interrupted = Thread.interrupted();
        }
        Inspection inspection = new Inspection(scenario, server, host.lacks().keySet());
        inspection.inspectEndings(endings);
        inspection.inspectAcceptance();
        inspection.inspectTries();
        inspection.inspectInterrupt(interrupted);
        return inspection;
    }
}
