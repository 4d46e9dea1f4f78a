/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** The table, and how JUnit shows it. */
class MailDeliveryContractTest {

    private static final List<Capability> REPORTED = Arrays.stream(Capability.values())
            .filter(capability -> capability.name().startsWith("REPORTS_"))
            .toList();

    private static ContractHost lacking(Capability capability, String why) {
        return new ContractHost() {
            @Override
            public List<RecipientEnding> send(Mission mission) {
                throw new AssertionError("skipped scenarios are not run");
            }

            @Override
            public Map<Capability, String> lacks() {
                return Map.of(capability, why);
            }
        };
    }

    private static DynamicTest test(MailDeliveryContract contract, String name) {
        return contract.contract()
                .filter(test -> test.getDisplayName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void eachScenarioHasANameOfItsOwn() {
        assertThat(DeliveryContract.scenarios())
                .hasSizeGreaterThan(100)
                .extracting(Scenario::name)
                .doesNotHaveDuplicates();
    }

    @Test
    void whateverAHostMayLackMattersToSomeScenario() {
        assertThat(DeliveryContract.scenarios().stream()
                        .flatMap(scenario -> scenario.needs().stream())
                        .distinct()
                        .toList())
                .doesNotContainAnyElementsOf(REPORTED)
                .hasSize(Capability.values().length - REPORTED.size());
    }

    @Test
    void whatAHostLacksIsShownAsSkippedWithTheReason() {
        MailDeliveryContract contract = () -> lacking(Capability.LOGS_IN, "it has no account");
        for (String name : List.of("lacks LOGS_IN", "who logs in with the right password may send")) {
            assertThatThrownBy(() -> test(contract, name).getExecutable().execute())
                    .isInstanceOf(TestAbortedException.class)
                    .hasMessageContaining("it does not log in: it has no account");
        }
    }

    @Test
    void aHostThatHangsFailsAndHangsNobody() {
        MailDeliveryContract contract = new Impatient(mission -> {
            new CountDownLatch(1).await();
            return List.of();
        });
        String name = DeliveryContract.scenarios().get(0).name();
        assertThatThrownBy(() -> test(contract, name).getExecutable().execute())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("timed out");
    }

    @Test
    void aMissionKeepsThePasswordToItself() {
        assertThat(new Login("u", "secret")).hasToString("u");
    }
}
