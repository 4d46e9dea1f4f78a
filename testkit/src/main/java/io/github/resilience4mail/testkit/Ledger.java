/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import io.github.resilience4mail.smtp.SmtpPhase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The server's books: what it accepted, refused and was told. Each entry is made before the client can know. */
final class Ledger {

    private record Delivery(String messageId, String recipient) {}

    private final Object lock = new Object();
    private final boolean keeping;
    private final int transcriptLimit;
    private final List<Accepted> accepted = new ArrayList<>();
    private final Map<Delivery, Integer> deliveries = new HashMap<>();
    private final List<byte[]> messages = new ArrayList<>();
    private final Map<SmtpPhase, Long> refusedByPhase = new EnumMap<>(SmtpPhase.class);
    private final Map<String, Long> refusedByDomain = new HashMap<>();
    private final List<List<String>> transcripts = new ArrayList<>();
    private final List<Heard> events = new ArrayList<>();
    private int transcribed;
    private int connections;
    private int open;
    private int mostOpen;
    private long messageCount;
    private int logins;
    private int goodLogins;

    /**
     * @param keeping whether the bytes of messages are kept
     * @param transcriptLimit how many commands, and how many events, are noted in all
     */
    Ledger(boolean keeping, int transcriptLimit) {
        this.keeping = keeping;
        this.transcriptLimit = transcriptLimit;
    }

    boolean isKeeping() {
        return keeping;
    }

    /** Notes a connection, and gives its number. */
    int opened() {
        synchronized (lock) {
            connections++;
            open++;
            mostOpen = Math.max(mostOpen, open);
            return connections;
        }
    }

    void closed() {
        synchronized (lock) {
            open--;
        }
    }

    void heard(int connection, String command) {
        synchronized (lock) {
            if (transcribed < transcriptLimit) {
                transcribed++;
                while (transcripts.size() < connection) {
                    transcripts.add(new ArrayList<>());
                }
                transcripts.get(connection - 1).add(command);
            }
        }
    }

    void heard(int connection, SmtpPhase phase, Collection<String> recipients, Instant at) {
        synchronized (lock) {
            if (events.size() < transcriptLimit) {
                events.add(new Heard(connection, phase, List.copyOf(recipients), at));
            }
        }
    }

    void accepted(MessageCollector message, Collection<String> recipients, boolean withheld) {
        String messageId = message.messageId();
        synchronized (lock) {
            messageCount++;
            for (String recipient : recipients) {
                accepted.add(new Accepted(messageId, recipient, withheld));
                deliveries.merge(new Delivery(messageId, recipient), 1, Integer::sum);
            }
            if (keeping) {
                messages.add(message.bytes());
            }
        }
    }

    void refused(SmtpPhase phase, Collection<String> domains) {
        synchronized (lock) {
            refusedByPhase.merge(phase, 1L, Long::sum);
            domains.forEach(domain -> refusedByDomain.merge(domain, 1L, Long::sum));
        }
    }

    void loginTried() {
        synchronized (lock) {
            logins++;
        }
    }

    void loginSucceeded() {
        synchronized (lock) {
            goodLogins++;
        }
    }

    List<Accepted> accepted() {
        synchronized (lock) {
            return List.copyOf(accepted);
        }
    }

    int acceptedCount() {
        synchronized (lock) {
            return accepted.size();
        }
    }

    int acceptedCount(String messageId, String recipient) {
        synchronized (lock) {
            return deliveries.getOrDefault(new Delivery(messageId, recipient), 0);
        }
    }

    List<Accepted> duplicates() {
        Map<Delivery, Integer> seen = new HashMap<>();
        return accepted().stream()
                .filter(one -> !one.messageId().isEmpty())
                .filter(one -> seen.merge(new Delivery(one.messageId(), one.recipient()), 1, Integer::sum) > 1)
                .toList();
    }

    List<byte[]> messages() {
        synchronized (lock) {
            return messages.stream().map(byte[]::clone).toList();
        }
    }

    long messageCount() {
        synchronized (lock) {
            return messageCount;
        }
    }

    int connections() {
        synchronized (lock) {
            return connections;
        }
    }

    int open() {
        synchronized (lock) {
            return open;
        }
    }

    int mostOpen() {
        synchronized (lock) {
            return mostOpen;
        }
    }

    int logins() {
        synchronized (lock) {
            return logins;
        }
    }

    int goodLogins() {
        synchronized (lock) {
            return goodLogins;
        }
    }

    long refused(SmtpPhase phase) {
        synchronized (lock) {
            return refusedByPhase.getOrDefault(phase, 0L);
        }
    }

    long refused(String domain) {
        synchronized (lock) {
            return refusedByDomain.getOrDefault(domain, 0L);
        }
    }

    List<String> transcript(int connection) {
        synchronized (lock) {
            boolean noted = connection <= transcripts.size();
            return noted ? List.copyOf(transcripts.get(connection - 1)) : List.of();
        }
    }

    List<Heard> heard() {
        synchronized (lock) {
            return List.copyOf(events);
        }
    }
}
