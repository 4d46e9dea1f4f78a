/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import java.util.Collection;
import java.util.Locale;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Which times a line of the script applies: the first, the third, every second one. It counts each event of its phase
 * over the whole life of the server, on all connections, whichever line of the script then answers it.
 *
 * <p>{@link #to(String)} narrows it to a recipient or a domain; then only events of that recipient or domain count.
 * Immutable.
 */
public final class Occurrence {

    private final LongPredicate times;
    private final @Nullable String recipient;
    private final String description;

    private Occurrence(LongPredicate times, @Nullable String recipient, String description) {
        this.times = times;
        this.recipient = recipient;
        this.description = description;
    }

    /**
     * The first time only.
     *
     * @return the occurrence
     */
    public static Occurrence first() {
        return nth(1);
    }

    /**
     * One time only.
     *
     * @param n which one, from 1
     * @return the occurrence
     */
    public static Occurrence nth(int n) {
        int checked = atLeastOne(n);
        return new Occurrence(count -> count == checked, null, "no. " + n);
    }

    /**
     * The first times.
     *
     * @param n how many, at least 1
     * @return the occurrence
     */
    public static Occurrence upTo(int n) {
        int checked = atLeastOne(n);
        return new Occurrence(count -> count <= checked, null, "the first " + n);
    }

    /**
     * From one time on.
     *
     * @param n the first one, from 1
     * @return the occurrence
     */
    public static Occurrence from(int n) {
        int checked = atLeastOne(n);
        return new Occurrence(count -> count >= checked, null, "from no. " + n);
    }

    /**
     * Every time.
     *
     * @return the occurrence
     */
    public static Occurrence every() {
        return new Occurrence(count -> true, null, "every");
    }

    /**
     * Each time whose number is a multiple: with 3 the third, the sixth, the ninth.
     *
     * @param n the step, at least 1
     * @return the occurrence
     */
    public static Occurrence everyNth(int n) {
        int checked = atLeastOne(n);
        return new Occurrence(count -> count % checked == 0, null, "every multiple of " + n);
    }

    /**
     * Now and then, by chance. Which times is decided by their number and the seed alone, so a run can be repeated as far
     * as its events come in the same order.
     *
     * @param probability from 0 to 1
     * @param seed which course chance takes; lines of one phase that have the same are met at the same times
     * @return the occurrence
     */
    public static Occurrence some(double probability, long seed) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("a probability is 0 to 1, not " + probability);
        }
        return new Occurrence(
                count -> Chance.of(seed, count) < probability, null, "a share of " + probability + ", seed " + seed);
    }

    /**
     * The same times, counted only where a recipient is concerned. For RCPT, DATA and END_OF_DATA only; with the last
     * two, one of the message's accepted recipients suffices.
     *
     * @param recipientOrDomain an address ({@code "bob@slow.example"}) or a domain ({@code "slow.example"})
     * @return the narrowed occurrence
     */
    public Occurrence to(String recipientOrDomain) {
        if (recipientOrDomain.isBlank()) {
            throw new IllegalArgumentException("the recipient is an address or a domain, not blank");
        }
        return new Occurrence(times, recipientOrDomain, description + " to " + recipientOrDomain);
    }

    private static int atLeastOne(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("occurrences are counted from 1, not " + n);
        }
        return n;
    }

    boolean isNarrowed() {
        return recipient != null;
    }

    boolean concerns(Collection<String> recipients) {
        return recipient == null || recipients.stream().anyMatch(this::isTo);
    }

    boolean includes(long count) {
        return times.test(count);
    }

    private boolean isTo(String address) {
        String wanted = String.valueOf(recipient).toLowerCase(Locale.ROOT);
        return wanted.indexOf('@') >= 0
                ? address.toLowerCase(Locale.ROOT).equals(wanted)
                : Transaction.domainOf(address).equals(wanted);
    }

    /**
     * {@return what it applies to, for a failed assertion}
     */
    @Override
    public String toString() {
        return description;
    }
}
