/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The contract as JUnit tests: whatever a test class's host sends with is put through all scenarios.
 *
 * <pre>{@code
 * class ShopMailerContractTest implements MailDeliveryContract {
 *     @Override
 *     public ContractHost host() {
 *         return new ShopMailerHost();
 *     }
 * }
 * }</pre>
 *
 * <p>A scenario that needs what the host {@linkplain ContractHost#lacks() lacks} is shown as skipped, with the reason;
 * so is each thing that the host does not report.
 */
public interface MailDeliveryContract {

    /**
     * The host to be checked.
     *
     * @return a new one for each scenario
     */
    ContractHost host();

    /**
     * How long a scenario may take, in real time. Waits take none, so this is for a host that hangs.
     *
     * @return 20 seconds, unless it is said otherwise
     */
    default Duration patience() {
        return Duration.ofSeconds(20);
    }

    /**
     * The contract.
     *
     * @return a test for each scenario, and a skipped one for each thing that the host lacks
     */
    @TestFactory
    default Stream<DynamicTest> contract() {
        Map<Capability, String> lacks = host().lacks();
        Stream<DynamicTest> lacking = lacks.keySet().stream()
                .sorted()
                .map(capability -> DynamicTest.dynamicTest(
                        "lacks " + capability, () -> Assumptions.abort(DeliveryContract.inWords(capability, lacks))));
        Stream<DynamicTest> scenarios = DeliveryContract.scenarios().stream()
                .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> check(scenario)));
        return Stream.concat(lacking, scenarios);
    }

    private void check(Scenario scenario) {
        ContractHost host = host();
        DeliveryContract.whySkipped(scenario, host).ifPresent(Assumptions::abort);
        Assertions.assertTimeoutPreemptively(patience(), () -> DeliveryContract.check(scenario, host));
    }
}
