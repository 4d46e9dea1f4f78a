/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.testkit.Manners;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The receiving domains that the program plays, each with manners of its own. */
enum Receiver {
    /** Accepts everything. */
    HEALTHY("healthy.example", true) {
        @Override
        Manners manners() {
            return Manners.builder().build();
        }
    },
    /** Answers 432 to the third connection, and 450 to the 41st message within a minute. */
    BUSY("busy.example", true) {
        @Override
        Manners manners() {
            return Manners.builder()
                    .maxConnections(2)
                    .maxMessages(40, Duration.ofMinutes(1))
                    .build();
        }
    },
    /** Wants to see everybody again after five minutes, and says so. */
    GREYLISTING("greylist.example", true) {
        @Override
        Manners manners() {
            return Manners.builder().greylisting(Duration.ofMinutes(5)).build();
        }
    },
    /** Four of five mailboxes are dead, full, full for good, or take no message of this size. */
    TROUBLED("troubled.example", false) {
        @Override
        Manners manners() {
            return Manners.builder()
                    .deadMailboxes(address -> address.startsWith("gone-"))
                    .fullMailboxes(address -> address.startsWith("full-"))
                    .refuseMailboxes(address -> address.startsWith("overfull-"), "550 5.2.2 Mailbox quota exceeded")
                    .sizeLimit(address -> address.startsWith("small-"), 1_000)
                    .build();
        }

        @Override
        String kindOfMailbox(int n) {
            List<String> kinds = List.of("reader", "gone", "full", "overfull", "small");
            return kinds.get(n % kinds.size());
        }
    },
    /** Accepts everything, but closes instead of saying so after each 25th message. */
    SILENT("silent.example", false) {
        @Override
        Manners manners() {
            return Manners.builder().withholdEvery(25).build();
        }
    };

    private final String domain;
    private final boolean deliversToAll;

    Receiver(String domain, boolean deliversToAll) {
        this.domain = domain;
        this.deliversToAll = deliversToAll;
    }

    /** How the domain treats its guests. */
    abstract Manners manners();

    /** What the name of the n-th mailbox begins with: by it the manners tell the mailboxes apart. */
    String kindOfMailbox(int n) {
        return "reader";
    }

    String domain() {
        return domain;
    }

    /** Whether everybody there must get the newsletter in the end. */
    boolean deliversToAll() {
        return deliversToAll;
    }

    boolean isAt(String address) {
        return address.endsWith("@" + domain);
    }

    /** The n-th address there, from 0. */
    String address(int n) {
        return String.format(Locale.ROOT, "%s-%04d@%s", kindOfMailbox(n), n + 1, domain);
    }
}
