/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.resilience4mail.engine.Outcome;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A contract that everybody passes is none: hosts without sense are rejected, and are told why. */
class ContractCanFailTest {

    private static final String CLEAN = "what a server accepts is delivered, at the first try";

    private static Scenario scenario(String name) {
        return DeliveryContract.scenarios().stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String complaint(String scenario, ContractHost host) {
        Throwable thrown = catchThrowable(() -> DeliveryContract.check(scenario(scenario), host));
        assertThat(thrown).isInstanceOf(AssertionError.class);
        return thrown.getMessage();
    }

    private static boolean fails(Scenario scenario) {
        return catchThrowable(() -> DeliveryContract.check(scenario, new NaiveHost())) != null;
    }

    /** Sends well, and then tells what it likes. */
    private static ContractHost thatTells(List<RecipientEnding> endings) {
        return mission -> {
            List<RecipientEnding> unused = new NaiveHost().send(mission);
            return endings;
        };
    }

    @Test
    void whoSendsEverythingAgainWhateverWentWrongFailsMostOfIt() {
        List<Scenario> all = DeliveryContract.scenarios();
        List<String> failed = all.stream()
                .filter(ContractCanFailTest::fails)
                .map(Scenario::name)
                .toList();
        assertThat(failed)
                .hasSizeBetween(all.size() * 3 / 4, all.size() - 1)
                .contains(
                        "one dead address does not stop the others",
                        "a refused password stops at once, and is not tried a second time",
                        "an unknown mailbox is given up",
                        "rather none than two: a letter accepted without a final reply is not sent again",
                        "nothing waits past its deadline: what would is deferred")
                .doesNotContain(CLEAN);
    }

    @Test
    void theComplaintNamesEachDifferenceAndWhatWasSaid() {
        assertThat(complaint("only who was refused for now is sent the letter again", new NaiveHost()))
                .isEqualTo(
                        """
                        Scenario: only who was refused for now is sent the letter again
                          - ann@rcv.example should have been accepted by the server once, not 3 times
                          - cat@rcv.example should have been accepted by the server once, not 3 times
                          - between tries 1 and 2 there should have been PT1S to PT1.2S, not PT0S
                          - between tries 2 and 3 there should have been PT3S to PT3.6S, not PT0S
                        What the server did:
                          RCPT, the first 2 to bob@rcv.example: 451 4.3.0 Try again later
                        What the server heard:
                          connection 1: CONVERSATION
                          connection 2: CONVERSATION
                          connection 3: CONVERSATION | QUIT
                        """
                                .replace(
                                        "CONVERSATION",
                                        "EHLO client.example | MAIL FROM:<sender@client.example>"
                                                + " | RCPT TO:<ann@rcv.example> | RCPT TO:<bob@rcv.example>"
                                                + " | RCPT TO:<cat@rcv.example> | DATA | ."));
    }

    @Test
    void whoForgetsARecipientFails() {
        assertThat(complaint(CLEAN, thatTells(List.of())))
                .contains("- ann@rcv.example has 0 endings, not one")
                .contains("nothing out of the ordinary");
    }

    @Test
    void whoTellsOfARecipientTwiceOrOfAStrangerFails() {
        RecipientEnding ann = RecipientEnding.of(People.ANN, Outcome.DELIVERED);
        RecipientEnding eve = RecipientEnding.of(People.EVE, Outcome.DELIVERED);
        assertThat(complaint(CLEAN, thatTells(List.of(ann, ann, eve))))
                .contains("- ann@rcv.example has 2 endings, not one")
                .contains("- there are endings for recipients of no letter: [[eve@rcv.example: DELIVERED]]");
    }

    @Test
    void whoSaysItWasDeliveredWithoutSendingAnythingFails() {
        RecipientEnding ann = RecipientEnding.of(People.ANN, Outcome.DELIVERED).attempts(1);
        assertThat(complaint(CLEAN, mission -> List.of(ann)))
                .contains("- ann@rcv.example should have been accepted by the server once, not 0 times")
                .contains("- tries that the server saw: 0, not 1");
    }

    @Test
    void whoDoesNotTellAndDoesNotSayThatItCannotFails() {
        RecipientEnding ann = RecipientEnding.of(People.ANN, Outcome.DELIVERED);
        assertThat(complaint(CLEAN, thatTells(List.of(ann))))
                .contains("- ann@rcv.example has attempts: 1, but the host does not say")
                .contains("- ann@rcv.example is a possible duplicate: false, but the host does not say");
    }

    @Test
    void whoThrowsInsteadOfTellingFailsWithTheCause() {
        IllegalStateException cause = new IllegalStateException("no idea");
        assertThatThrownBy(() -> DeliveryContract.check(scenario(CLEAN), mission -> {
                    throw cause;
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the host threw what it should have told: " + cause)
                .hasCause(cause);
    }

    @Test
    void whoSwallowsAnInterruptFails() {
        assertThat(complaint("an interrupt ends the waiting, and the thread stays interrupted", new NaiveHost()))
                .contains("- the thread's interrupt was swallowed");
    }

    @Test
    void whoGivesTheCopiesDifferentMessageIdsFails() {
        ContractHost renaming = mission -> {
            for (int i = 0; i < 2; i++) {
                sendPlainly(mission, "Message-ID: <" + i + "@a>\r\n\r\nText\r\n.");
            }
            return List.of();
        };
        assertThat(complaint(CLEAN, renaming))
                .contains("- the letter to [ann@rcv.example] has several Message-IDs: [<0@a>, <1@a>]");
    }

    private static void sendPlainly(Mission mission, String text) throws IOException {
        try (Line line = new Line(mission.host(), mission.port())) {
            assertThat(line.read().code()).isEqualTo(220);
            for (String command : List.of("EHLO a", "MAIL FROM:<s@a>", "RCPT TO:<" + People.ANN + ">", "DATA", text)) {
                assertThat(line.ask(command).isPositive()).isTrue();
            }
        }
    }

    @Test
    void whoDoesWellPasses() {
        RecipientEnding ann =
                RecipientEnding.of(People.ANN, Outcome.DELIVERED).attempts(1).possibleDuplicate(false);
        assertThatCode(() -> DeliveryContract.check(scenario(CLEAN), thatTells(List.of(ann))))
                .doesNotThrowAnyException();
    }
}
