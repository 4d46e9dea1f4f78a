/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import io.github.resilience4mail.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has happened at one destination, or on the whole server, and what its manners make of it. Thread-safe. */
final class Destination {

    private final String name;
    private final Timekeeper timekeeper;
    private final Object lock = new Object();
    private final Deque<Long> recentMessages = new ArrayDeque<>();
    private final Map<String, Long> greylist = new HashMap<>();
    private Manners manners;
    private int slots;
    private int mostSlots;
    private long messages;

    Destination(String name, Manners manners, Timekeeper timekeeper) {
        this.name = name;
        this.manners = manners;
        this.timekeeper = timekeeper;
    }

    Manners manners() {
        synchronized (lock) {
            return manners;
        }
    }

    void change(Manners newManners) {
        synchronized (lock) {
            manners = newManners;
        }
    }

    boolean takeSlot() {
        synchronized (lock) {
            if (slots >= manners.maxConnections()) {
                return false;
            }
            slots++;
            mostSlots = Math.max(mostSlots, slots);
            return true;
        }
    }

    void releaseSlot() {
        synchronized (lock) {
            slots--;
        }
    }

    int slots() {
        synchronized (lock) {
            return slots;
        }
    }

    int mostSlots() {
        synchronized (lock) {
            return mostSlots;
        }
    }

    Action tooManyConnections() {
        return refusal(manners().connectionRefusal());
    }

    Action exhausted() {
        return refusal(manners().exhaustionRefusal());
    }

    Action tooManyRecipients() {
        return refusal(manners().recipientRefusal());
    }

    /** Counts a message in the window; the refusal if there is no room, else null. */
    @Nullable
    Action countMessage() {
        synchronized (lock) {
            long now = timekeeper.nanoTime();
            long window = manners.window().toNanos();
            while (!recentMessages.isEmpty() && now - recentMessages.getFirst() >= window) {
                recentMessages.removeFirst();
            }
            if (recentMessages.size() >= manners.maxMessages()) {
                return refusal(manners.messageRefusal());
            }
            if (manners.maxMessages() < Integer.MAX_VALUE) {
                recentMessages.addLast(now);
            }
            return null;
        }
    }

    /** The refusal of a mailbox or of its greylist, or null. */
    @Nullable
    Action refuse(String sender, String recipient, long announcedSize) {
        Manners current = manners();
        String mailbox = current.mailboxRefusal(recipient);
        if (mailbox != null) {
            return refusal(mailbox);
        }
        if (current.isTooBigFor(recipient, announcedSize)) {
            return tooBig();
        }
        return current.greylistDelay().isZero() ? null : refuseAsUnknown(sender, recipient);
    }

    private @Nullable Action refuseAsUnknown(String sender, String recipient) {
        synchronized (lock) {
            long now = timekeeper.nanoTime();
            Long first = greylist.putIfAbsent(sender + '\n' + recipient, now);
            Duration waited = Duration.ofNanos(first == null ? 0 : now - first);
            Duration left = manners.greylistDelay().minus(waited);
            if (left.isNegative() || left.isZero()) {
                return null;
            }
            // rounded up: who waits as long as the text says is let in
            long seconds = left.plusNanos(999_999_999).toSeconds();
            return refusal(manners.greylistRefusal().replace("{seconds}", Long.toString(seconds)));
        }
    }

    static Action tooBig() {
        return Action.reply("552 5.3.4 Message size exceeds fixed limit");
    }

    /** Counts an accepted message; whether its final reply is to be withheld. */
    boolean withholds() {
        synchronized (lock) {
            messages++;
            return manners.withholds(messages);
        }
    }

    /** A refusal with 421 announces the end of the connection (RFC 5321 section 3.8). */
    private Action refusal(String template) {
        Action reply = Action.reply(template.replace("{domain}", name));
        return reply.speech().code() == 421 ? reply.thenClose() : reply;
    }
}
