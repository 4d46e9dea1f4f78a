/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.catalogue.Decision;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.engine.RecipientReport;
import io.github.resilience4mail.javamail.MailDeliveryException;
import io.github.resilience4mail.javamail.MailFailure;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import io.github.resilience4mail.testkit.Accepted;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.jspecify.annotations.Nullable;

/** What must be true of every row, whatever it says in particular. */
final class FaultChecks {

    private FaultChecks() {}

    /** One attempt was made: everybody has exactly the fate that the row names, and the server agrees. */
    static void afterOneAttempt(FaultCase row, FaultBench.Sent sent, ScriptedSmtpServer server) {
        nobodyIsLost(row, sent);
        for (RecipientReport recipient : sent.report().recipients()) {
            Fate fate = row.fate(recipient.recipient());
            hasFate(recipient, fate);
            assertThat(recipient.attempts()).as("attempts for %s", recipient).isEqualTo(row.attempts());
            assertThat(recipient.possibleDuplicate()).as("%s", recipient).isFalse();
            assertThat(server.acceptedCount(sent.messageId(), recipient.recipient()))
                    .as("what the server accepted for %s", recipient)
                    .isEqualTo(fate.accepted());
        }
        nobodyElseIsServed(row, sent, server);
        if (sent.thrown() == null) {
            assertThat(sent.report().isDelivered()).isTrue();
        } else {
            readsWell(row, sent.thrown());
            oldCatchBlocksWork(row, sent.thrown());
        }
    }

    /** The fault was there once: who could be helped by waiting has it, once, or twice where nobody could know. */
    static void afterPatience(FaultCase row, FaultBench.Sent sent, ScriptedSmtpServer server) {
        nobodyIsLost(row, sent);
        for (RecipientReport recipient : sent.report().recipients()) {
            Fate fate = row.fate(recipient.recipient());
            boolean helped = fate.passes() && !(row.holdsForGood() && fate.outcome() == Outcome.DEFERRED);
            int accepted = server.acceptedCount(sent.messageId(), recipient.recipient());
            if (!helped) {
                assertThat(recipient.outcome()).as("%s", recipient).isEqualTo(fate.outcome());
                assertThat(accepted).as("%s", recipient).isZero();
                continue;
            }
            boolean unknown = fate.outcome() == Outcome.UNKNOWN;
            assertThat(recipient.outcome()).as("%s", recipient).isEqualTo(Outcome.DELIVERED);
            assertThat(recipient.possibleDuplicate()).as("%s", recipient).isEqualTo(unknown);
            assertThat(recipient.attempts())
                    .as("attempts for %s", recipient)
                    .isEqualTo(fate.outcome() == Outcome.DELIVERED ? 1 : 2);
            assertThat(accepted).as("%s", recipient).isEqualTo(unknown ? fate.accepted() + 1 : 1);
        }
        nobodyElseIsServed(row, sent, server);
    }

    private static void nobodyIsLost(FaultCase row, FaultBench.Sent sent) {
        assertThat(sent.report().recipients())
                .extracting(RecipientReport::recipient)
                .containsExactlyElementsOf(row.recipients());
        assertThat(sent.thrown() == null)
                .as("an exception unless all is well")
                .isEqualTo(sent.report().isDelivered());
    }

    private static void nobodyElseIsServed(FaultCase row, FaultBench.Sent sent, ScriptedSmtpServer server) {
        assertThat(server.accepted())
                .filteredOn(one -> one.messageId().equals(sent.messageId()))
                .extracting(Accepted::recipient)
                .isSubsetOf(row.recipients());
    }

    private static void hasFate(RecipientReport recipient, Fate fate) {
        assertThat(recipient.outcome()).as("%s", recipient).isEqualTo(fate.outcome());
        if (fate.outcome() == Outcome.DELIVERED) {
            assertThat(recipient.verdict()).as("%s", recipient).isEmpty();
            return;
        }
        assertThat(recipient.phase()).as("phase of %s", recipient).hasValue(fate.phase());
        means(recipient.verdict().orElseThrow(), fate, recipient);
        assertThat(quoted(recipient.reply().orElse(null)))
                .as("the reply of %s", recipient)
                .isEqualTo(fate.reply());
        assertThat(recipient.retryAt().isPresent())
                .as("when to send again to %s", recipient)
                .isEqualTo(fate.outcome() == Outcome.DEFERRED || fate.outcome() == Outcome.UNKNOWN);
    }

    private static void means(Verdict verdict, Fate fate, Object what) {
        assertThat(verdict.reason()).as("reason of %s", what).isEqualTo(fate.reason());
        Decision decision = fate.decision();
        if (decision != null) {
            assertThat(verdict.decision()).as("decision of %s", what).isEqualTo(decision);
        }
    }

    private static String quoted(@Nullable SmtpReply reply) {
        return reply == null ? "" : reply.toString();
    }

    /** The text names who was not delivered to, what the server said, and where. */
    private static void readsWell(FaultCase row, MailDeliveryException thrown) {
        for (String recipient : row.recipients()) {
            Fate fate = row.fate(recipient);
            if (fate.outcome() != Outcome.DELIVERED) {
                assertThat(thrown).hasMessageContaining(recipient).hasMessageContaining(fate.reply());
                assertThat(thrown).hasMessageContaining(String.valueOf(fate.phase()));
            }
        }
        row.mentioned().forEach(word -> assertThat(thrown).hasMessageContaining(word));
    }

    private static void oldCatchBlocksWork(FaultCase row, SendFailedException thrown) {
        assertThat(names(thrown.getValidSentAddresses()))
                .as("valid sent")
                .isEqualTo(those(row, f -> f.outcome() == Outcome.DELIVERED));
        assertThat(names(thrown.getInvalidAddresses())).as("invalid").isEqualTo(those(row, Fate::isInvalidAddress));
        assertThat(names(thrown.getValidUnsentAddresses()))
                .as("valid unsent")
                .isEqualTo(those(row, f -> f.outcome() != Outcome.DELIVERED && !f.isInvalidAddress()));
        List<String> blamed = new ArrayList<>();
        for (Exception next = thrown.getNextException();
                next instanceof SMTPAddressFailedException refused;
                next = refused.getNextException()) {
            String address = refused.getAddress().getAddress();
            blamed.add(address);
            assertThat(refused.getReturnCode())
                    .isEqualTo(Integer.parseInt(row.fate(address).reply().substring(0, 3)));
        }
        assertThat(blamed)
                .as("addresses refused")
                .isEqualTo(those(
                        row,
                        f -> f.outcome() != Outcome.DELIVERED
                                && f.phase() == SmtpPhase.RCPT
                                && !f.reply().isEmpty()));
    }

    private static List<String> those(FaultCase row, Predicate<Fate> which) {
        return row.recipients().stream().filter(r -> which.test(row.fate(r))).toList();
    }

    private static List<String> names(Address[] addresses) {
        return Arrays.stream(addresses).map(Address::toString).toList();
    }

    /** Old code sees an exception unless all is well, with the right arrays; and the server agrees. */
    static void afterTransportSend(FaultCase row, @Nullable SendFailedException thrown, ScriptedSmtpServer server) {
        if (thrown == null) {
            assertThat(those(row, f -> f.outcome() == Outcome.DELIVERED)).isEqualTo(row.recipients());
        } else {
            oldCatchBlocksWork(row, thrown);
        }
        List<String> expected = those(row, f -> f.accepted() > 0);
        assertThat(server.accepted()).extracting(Accepted::recipient).containsExactlyElementsOf(expected);
    }

    /** No connection came about: the exception is of the type that it always was, and knows what happened. */
    static void afterNoConnection(FaultCase row, Fate fate, MessagingException thrown, FaultBench bench) {
        assertThat(thrown).isInstanceOf(row.thrown());
        MailFailure failure = MailFailure.of(thrown).orElseThrow();
        assertThat(failure.phase()).as("%s", failure).isEqualTo(fate.phase());
        means(failure.verdict(), fate, failure);
        assertThat(quoted(failure.reply().orElse(null))).as("%s", failure).isEqualTo(fate.reply());
        assertThat(failure.retryAt().isPresent()).as("%s", failure).isEqualTo(fate.outcome() == Outcome.DEFERRED);
        assertThat(thrown)
                .hasMessageContaining(fate.reply())
                .hasMessageContaining(String.valueOf(fate.phase()))
                .hasMessageContaining(failure.verdict().explain(Locale.ENGLISH).title());
        row.mentioned().forEach(word -> assertThat(thrown).hasMessageContaining(word));
        nothingIsSaidWithoutPermission(bench.server());
        if (fate.phase() == SmtpPhase.AUTH && fate.outcome() == Outcome.FIX_CONFIG) {
            theAccountIsSpared(bench);
        }
        assertThat(bench.server().logins()).as("one login per attempt").isLessThanOrEqualTo(1);
    }

    /** A login that was refused for good is not tried a second time, and the exception says so. */
    private static void theAccountIsSpared(FaultBench bench) {
        int connections = bench.server().connections();
        assertThatThrownBy(bench::connect)
                .isInstanceOf(AuthenticationFailedException.class)
                .hasMessageContaining("No login was tried now, so that the account is not locked");
        assertThat(bench.server().connections()).isEqualTo(connections);
    }

    /** Whoever has no connection, or not the one that was asked for, sends no mail over it. */
    private static void nothingIsSaidWithoutPermission(ScriptedSmtpServer server) {
        assertThat(server.accepted()).isEmpty();
        for (int i = 1; i <= server.connections(); i++) {
            assertThat(server.transcript(i)).noneMatch(line -> line.startsWith("MAIL"));
        }
    }
}
