/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How a destination, or the whole server, treats its guests: how many connections and messages it bears, whom it
 * greylists, which mailboxes are dead or full, and how often it withholds the reply to a message that it accepted.
 *
 * <p>For a destination the quotas answer at RCPT: a session takes a slot with its first RCPT to that domain and keeps
 * it until it ends; a message counts once in the window, when its first RCPT there is let through. For the whole server
 * ({@link ScriptedSmtpServer.Builder#serverWide}) connections are refused by the greeting, and messages at MAIL. A
 * refusal with 421, and each refusal by the greeting, closes the connection. All time is that of the server's
 * timekeeper. Immutable.
 */
public final class Manners {

    private record Mailbox(Predicate<String> address, String refusal) {}

    private record Limit(Predicate<String> address, long bytes) {}

    private final int maxConnections;
    private final String connectionRefusal;
    private final int maxMessages;
    private final Duration window;
    private final String messageRefusal;
    private final int maxMessagesPerConnection;
    private final String exhaustionRefusal;
    private final int maxRecipients;
    private final String recipientRefusal;
    private final boolean refusingAfterData;
    private final Duration greylistDelay;
    private final String greylistRefusal;
    private final List<Mailbox> mailboxes;
    private final List<Limit> limits;
    private final LongPredicate withholding;

    private Manners(Builder builder) {
        maxConnections = builder.maxConnections;
        connectionRefusal = builder.connectionRefusal;
        maxMessages = builder.maxMessages;
        window = builder.window;
        messageRefusal = builder.messageRefusal;
        maxMessagesPerConnection = builder.maxMessagesPerConnection;
        exhaustionRefusal = builder.exhaustionRefusal;
        maxRecipients = builder.maxRecipients;
        recipientRefusal = builder.recipientRefusal;
        refusingAfterData = builder.refusingAfterData;
        greylistDelay = builder.greylistDelay;
        greylistRefusal = builder.greylistRefusal;
        mailboxes = List.copyOf(builder.mailboxes);
        limits = List.copyOf(builder.limits);
        withholding = builder.withholding;
    }

    /**
     * Starts with a host that accepts everything.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    int maxConnections() {
        return maxConnections;
    }

    String connectionRefusal() {
        return connectionRefusal;
    }

    int maxMessages() {
        return maxMessages;
    }

    Duration window() {
        return window;
    }

    String messageRefusal() {
        return messageRefusal;
    }

    int maxMessagesPerConnection() {
        return maxMessagesPerConnection;
    }

    String exhaustionRefusal() {
        return exhaustionRefusal;
    }

    int maxRecipients() {
        return maxRecipients;
    }

    String recipientRefusal() {
        return recipientRefusal;
    }

    boolean isRefusingAfterData() {
        return refusingAfterData;
    }

    Duration greylistDelay() {
        return greylistDelay;
    }

    String greylistRefusal() {
        return greylistRefusal;
    }

    @Nullable
    String mailboxRefusal(String recipient) {
        for (Mailbox mailbox : mailboxes) {
            if (mailbox.address().test(recipient)) {
                return mailbox.refusal();
            }
        }
        return null;
    }

    boolean isTooBigFor(String recipient, long size) {
        return limits.stream()
                .anyMatch(limit -> size > limit.bytes() && limit.address().test(recipient));
    }

    boolean withholds(long message) {
        return withholding.test(message);
    }

    /** Collects manners; each may be left out. */
    public static final class Builder {

        private int maxConnections = Integer.MAX_VALUE;
        private String connectionRefusal = "432 4.3.2 Connection quota exceeded for {domain}, try again later";
        private int maxMessages = Integer.MAX_VALUE;
        private Duration window = Duration.ZERO;
        private String messageRefusal = "450 4.7.1 Too many messages for {domain}, try again later";
        private int maxMessagesPerConnection = Integer.MAX_VALUE;
        private String exhaustionRefusal = "421 4.7.0 Too many messages in this connection";
        private int maxRecipients = Integer.MAX_VALUE;
        private String recipientRefusal = "452 4.5.3 Too many recipients";
        private boolean refusingAfterData;
        private Duration greylistDelay = Duration.ZERO;
        private String greylistRefusal = "451 4.7.1 Greylisted, please try again in {seconds} seconds";
        private final List<Mailbox> mailboxes = new ArrayList<>();
        private final List<Limit> limits = new ArrayList<>();
        private LongPredicate withholding = message -> false;

        private Builder() {}

        /**
         * Bears only so many connections at once.
         *
         * @param max how many, 0 or more
         * @return this builder
         */
        public Builder maxConnections(int max) {
            maxConnections = notNegative(max, "maxConnections");
            return this;
        }

        /**
         * Says what a connection too many is told; by default
         * {@code 432 4.3.2 Connection quota exceeded for {domain}, try again later}.
         *
         * @param reply a reply 4xx or 5xx; {@code {domain}} in it becomes the destination
         * @return this builder
         */
        public Builder connectionRefusal(String reply) {
            connectionRefusal = checkedRefusal(reply);
            return this;
        }

        /**
         * Lets only so many messages pass in any period of this length (a sliding window). What was refused does not
         * count.
         *
         * @param max how many, 0 or more
         * @param period how long
         * @return this builder
         */
        public Builder maxMessages(int max, Duration period) {
            maxMessages = notNegative(max, "maxMessages");
            window = positive(period, "the window of maxMessages");
            return this;
        }

        /**
         * Says what a message too many is told; by default
         * {@code 450 4.7.1 Too many messages for {domain}, try again later}.
         *
         * @param reply a reply 4xx or 5xx, a 421 also closes; {@code {domain}} in it becomes the destination
         * @return this builder
         */
        public Builder messageRefusal(String reply) {
            messageRefusal = checkedRefusal(reply);
            return this;
        }

        /**
         * Lets only so many messages pass in one connection: the client has to open a new one.
         *
         * @param max how many, 0 or more
         * @return this builder
         */
        public Builder maxMessagesPerConnection(int max) {
            maxMessagesPerConnection = notNegative(max, "maxMessagesPerConnection");
            return this;
        }

        /**
         * Says what a message too many in one connection is told; by default
         * {@code 421 4.7.0 Too many messages in this connection}.
         *
         * @param reply a reply 4xx or 5xx, a 421 also closes; {@code {domain}} in it becomes the destination
         * @return this builder
         */
        public Builder exhaustionRefusal(String reply) {
            exhaustionRefusal = checkedRefusal(reply);
            return this;
        }

        /**
         * Takes only so many recipients for one message; those before stay accepted.
         *
         * @param max how many, 0 or more
         * @return this builder
         */
        public Builder maxRecipients(int max) {
            maxRecipients = notNegative(max, "maxRecipients");
            return this;
        }

        /**
         * Says what a recipient too many is told; by default {@code 452 4.5.3 Too many recipients}.
         *
         * @param reply a reply 4xx or 5xx, a 421 also closes; {@code {domain}} in it becomes the destination
         * @return this builder
         */
        public Builder recipientRefusal(String reply) {
            recipientRefusal = checkedRefusal(reply);
            return this;
        }

        /**
         * Refuses connections and messages too many only when the whole message has been sent, as some providers do.
         *
         * @return this builder
         */
        public Builder refuseAfterData() {
            refusingAfterData = true;
            return this;
        }

        /**
         * Refuses each pair of sender and recipient until some time has passed since it was first seen.
         *
         * @param delay how long
         * @return this builder
         */
        public Builder greylisting(Duration delay) {
            greylistDelay = positive(delay, "the delay of greylisting");
            return this;
        }

        /**
         * Says what a greylisted recipient is told; by default
         * {@code 451 4.7.1 Greylisted, please try again in {seconds} seconds}.
         *
         * @param reply a reply 4xx or 5xx; {@code {seconds}} in it becomes what is left of the delay
         * @return this builder
         */
        public Builder greylistRefusal(String reply) {
            greylistRefusal = checkedRefusal(reply);
            return this;
        }

        /**
         * Names mailboxes that do not exist: they get {@code 550 5.1.1}.
         *
         * @param address which ones
         * @return this builder
         */
        public Builder deadMailboxes(Predicate<String> address) {
            return refuseMailboxes(address, "550 5.1.1 No such user here");
        }

        /**
         * Names mailboxes that are full: they get {@code 452 4.2.2}. For {@code 552 5.2.2} and the like use
         * {@link #refuseMailboxes}.
         *
         * @param address which ones
         * @return this builder
         */
        public Builder fullMailboxes(Predicate<String> address) {
            return refuseMailboxes(address, "452 4.2.2 Mailbox full");
        }

        /**
         * Names mailboxes that refuse everything. Where several apply, the first one named answers.
         *
         * @param address which ones
         * @param reply what they are told at RCPT: a reply 4xx or 5xx, a 421 also closes
         * @return this builder
         */
        public Builder refuseMailboxes(Predicate<String> address, String reply) {
            mailboxes.add(new Mailbox(address, checkedRefusal(reply)));
            return this;
        }

        /**
         * Names mailboxes that take no big messages: {@code 552 5.3.4} at RCPT if MAIL has announced the size, else after
         * the message. For a limit that already answers at MAIL see
         * {@link ScriptedSmtpServer.Builder#maxMessageSize}.
         *
         * @param address which ones
         * @param maxBytes the biggest message they take
         * @return this builder
         */
        public Builder sizeLimit(Predicate<String> address, long maxBytes) {
            if (maxBytes < 0) {
                throw new IllegalArgumentException("maxBytes of sizeLimit is 0 or more, not " + maxBytes);
            }
            limits.add(new Limit(address, maxBytes));
            return this;
        }

        /**
         * Withholds the final reply now and then: accepts the message, counts it, and closes the connection.
         *
         * @param n of each so many accepted messages, the last one is concerned; at least 1
         * @return this builder
         */
        public Builder withholdEvery(int n) {
            if (n < 1) {
                throw new IllegalArgumentException("withholdEvery counts from 1, not " + n);
            }
            withholding = message -> message % n == 0;
            return this;
        }

        /**
         * Withholds the final reply by chance: accepts the message, counts it, and closes the connection. Which ones is
         * decided by their number and the seed alone, so a run can be repeated.
         *
         * @param probability from 0 to 1
         * @param seed which course chance takes
         * @return this builder
         */
        public Builder withholdSome(double probability, long seed) {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("a probability is 0 to 1, not " + probability);
            }
            withholding = message -> Chance.of(seed, message) < probability;
            return this;
        }

        /**
         * Finishes.
         *
         * @return the manners; the builder may be used on
         */
        public Manners build() {
            return new Manners(this);
        }

        private static int notNegative(int value, String name) {
            if (value < 0) {
                throw new IllegalArgumentException(name + " is 0 or more, not " + value);
            }
            return value;
        }

        private static Duration positive(Duration value, String name) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException(name + " is longer than nothing, not " + value);
            }
            return value;
        }

        private static String checkedRefusal(String reply) {
            if (!Action.reply(reply).isRefusal()) {
                throw new IllegalArgumentException("a refusal has a code 4xx or 5xx, not \"" + reply + "\"");
            }
            return reply;
        }
    }
}
