/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import static io.github.resilience4mail.smtp.SmtpPhase.CONNECT;
import static io.github.resilience4mail.smtp.SmtpPhase.DATA;
import static io.github.resilience4mail.smtp.SmtpPhase.EHLO;
import static io.github.resilience4mail.smtp.SmtpPhase.END_OF_DATA;
import static io.github.resilience4mail.smtp.SmtpPhase.MAIL;
import static io.github.resilience4mail.smtp.SmtpPhase.RCPT;
import static io.github.resilience4mail.testkit.Action.reply;
import static io.github.resilience4mail.testkit.Occurrence.every;
import static io.github.resilience4mail.testkit.Occurrence.first;
import static io.github.resilience4mail.testkit.contract.Expected.delivered;
import static io.github.resilience4mail.testkit.contract.Expected.fixConfig;
import static io.github.resilience4mail.testkit.contract.Expected.givenUp;
import static io.github.resilience4mail.testkit.contract.People.ANN;
import static io.github.resilience4mail.testkit.contract.People.BOB;
import static io.github.resilience4mail.testkit.contract.Scenario.named;
import static io.github.resilience4mail.testkit.contract.Span.seconds;

import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.engine.Outcome;
import java.util.List;

/** What cannot succeed is not tried again, and its cause is told. */
final class PermanentScenarios {

    private PermanentScenarios() {}

    static List<Scenario> all() {
        return List.of(
                named("a host that takes no mail is not asked again")
                        .on(
                                CONNECT,
                                every(),
                                reply("521 5.3.2 This host accepts no mail").thenClose())
                        .ends(ANN, givenUp(Reason.HOST_ACCEPTS_NO_MAIL))
                        .waits()
                        .build(),
                named("a greeting that names a blocklist is for a person to mend")
                        .on(
                                CONNECT,
                                every(),
                                reply("554 5.7.1 Your address is listed at zen.spamhaus.org")
                                        .thenClose())
                        .ends(ANN, fixConfig(Reason.BLOCKLISTED))
                        .waits()
                        .build(),
                named("a refused name in EHLO is for a person to mend")
                        .on(EHLO, every(), reply("550 5.7.1 Invalid HELO name"))
                        .ends(ANN, fixConfig(Reason.HELO_REJECTED))
                        .tries(1)
                        .build(),
                refused("a refused sender is for a person to mend")
                        .on(MAIL, every(), reply("553 5.1.8 Sender address rejected: domain not found"))
                        .ends(ANN, fixConfig(Reason.SENDER_REJECTED).attempts(1))
                        .build(),
                refused("a letter bigger than the server takes is given up at MAIL")
                        .server("takes 100 bytes at most", server -> server.maxMessageSize(100))
                        .ends(ANN, givenUp(Reason.MESSAGE_TOO_BIG).attempts(1))
                        .build(),
                refused("an unknown mailbox is given up")
                        .on(RCPT, every(), reply("550 5.1.1 No such user here"))
                        .ends(ANN, givenUp(Reason.UNKNOWN_RECIPIENT).attempts(1))
                        .build(),
                refused("a bare 550 to a recipient is given up")
                        .on(RCPT, every(), reply("550 No"))
                        .ends(ANN, new Expected(Outcome.GIVEN_UP, null, 1, 0, false, null))
                        .build(),
                refused("a full mailbox that the server calls final is still not the end")
                        .on(RCPT, first(), reply("552 5.2.2 Mailbox full"))
                        .ends(ANN, delivered().attempts(2))
                        .waits(seconds(1))
                        .build(),
                refused("DATA refused for good is given up")
                        .on(DATA, every(), reply("554 5.7.1 Rejected by policy"))
                        .ends(ANN, givenUp(Reason.POLICY_REJECTED).attempts(1))
                        .build(),
                refused("a letter taken for spam is given up")
                        .on(END_OF_DATA, every(), reply("554 5.7.1 Message rejected as spam"))
                        .ends(ANN, givenUp(Reason.SPAM_REJECTED).attempts(1))
                        .build(),
                refused("a letter with a virus is given up, for all its recipients")
                        .on(END_OF_DATA, every(), reply("550 5.7.1 Virus found in message"))
                        .end(List.of(ANN, BOB), givenUp(Reason.VIRUS_DETECTED).attempts(1))
                        .build());
    }

    private static Scenario.Builder refused(String name) {
        return named(name).waits();
    }
}
