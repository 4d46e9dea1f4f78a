/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import io.github.resilience4mail.smtp.EnhancedStatus;
import io.github.resilience4mail.smtp.SmtpReply;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What rules must satisfy beyond being readable: a rule that contradicts its neighbours, or is shadowed by them, would
 * otherwise go unnoticed until a message is lost.
 */
final class CatalogueLint {

    private CatalogueLint() {}

    /**
     * Checks rules by themselves and against each other.
     *
     * @param added to check
     * @param known rules that have been checked before, whose ids are taken
     * @throws CatalogueException for the first that is not as it should be
     */
    static void checkRules(Collection<Rule> added, Collection<Rule> known) {
        Map<String, Rule> byId = new HashMap<>();
        known.forEach(rule -> byId.put(rule.id(), rule));
        for (Rule rule : added) {
            Rule other = byId.put(rule.id(), rule);
            if (other != null) {
                throw new CatalogueException(
                        rule.position(),
                        "the id \"" + rule.id() + "\" is taken by the rule at " + other.position()
                                + "; choose another");
            }
            requireCondition(rule);
            requireReasonToCross(rule);
            if (rule.samples().isEmpty()) {
                throw new CatalogueException(
                        rule.position(), "the rule \"" + rule.id() + "\" has no samples; give a reply that it answers");
            }
        }
        requireDistinct(added);
    }

    private static void requireCondition(Rule rule) {
        boolean any = rule.codes().isAny()
                && rule.statuses().isEmpty()
                && rule.phrases().isEmpty();
        if (any) {
            throw new CatalogueException(
                    rule.position(),
                    "the rule \"" + rule.id() + "\" asks for nothing of the reply; give it a code, a status or a text");
        }
    }

    /** 4xx is there to be tried again and 5xx is not: who decides otherwise says why. */
    private static void requireReasonToCross(Rule rule) {
        boolean retries = rule.verdict().decision() == Decision.RETRY;
        Set<Integer> classes = classes(rule);
        boolean crosses = classes.contains(retries ? 5 : 4);
        if (disagrees(rule) && rule.why() == null) {
            throw new CatalogueException(
                    rule.position(),
                    "the rule \"" + rule.id() + "\" has a code and a status of different classes; correct one of them,"
                            + " or say why under \"why\"");
        }
        if (crosses && rule.why() == null) {
            throw new CatalogueException(
                    rule.position(),
                    "the rule \"" + rule.id() + "\" decides " + rule.verdict().decision() + " for "
                            + (retries ? "5xx" : "4xx") + " replies; restrict its code, or say why under \"why\"");
        }
        if (!crosses && !disagrees(rule) && rule.why() != null) {
            throw new CatalogueException(
                    rule.position(),
                    "the rule \"" + rule.id() + "\" says why, but its decision is the usual one; remove \"why\"");
        }
    }

    /** RFC 2034 section 4 wants code and status to agree; servers know better now and then. */
    private static boolean disagrees(Rule rule) {
        return rule.codes().allClasses().stream().anyMatch(codeClass -> rule.statuses().stream()
                .anyMatch(status -> status.isExact() && status.statusClass() != codeClass));
    }

    /** The classes of the replies that a rule can meet. */
    private static Set<Integer> classes(Rule rule) {
        if (!rule.codes().isAny()) {
            return rule.codes().allClasses();
        }
        Set<Integer> classes = new TreeSet<>();
        rule.statuses().stream().filter(StatusPattern::isExact).forEach(status -> classes.add(status.statusClass()));
        boolean open = rule.statuses().isEmpty() || !rule.statuses().stream().allMatch(StatusPattern::isExact);
        return open ? Set.of(4, 5) : classes;
    }

    /** Two rules that are equally specific and can meet in one reply would be told apart by their names only. */
    private static void requireDistinct(Collection<Rule> rules) {
        Map<Object, List<Entry>> groups = new HashMap<>();
        for (Rule rule : rules) {
            for (Entry entry : Entry.of(rule)) {
                List<Entry> group = groups.computeIfAbsent(group(entry), key -> new ArrayList<>());
                for (Entry other : group) {
                    requireDistinct(entry, other);
                }
                group.add(entry);
            }
        }
    }

    private static Object group(Entry entry) {
        List<@Nullable Object> key = new ArrayList<>();
        key.add(entry.rule().users());
        key.add(entry.rule().origin());
        key.add(entry.phrase());
        key.add(entry.status());
        return Collections.unmodifiableList(key);
    }

    private static void requireDistinct(Entry entry, Entry other) {
        boolean meet = entry.isAsSpecificAs(other)
                && entry.rule().codes().overlaps(other.rule().codes())
                && (entry.rule().phases().isEmpty()
                        || !Collections.disjoint(
                                entry.rule().phases(), other.rule().phases()));
        if (meet) {
            boolean same = entry.rule().equals(other.rule());
            throw new CatalogueException(
                    entry.rule().position(),
                    same
                            ? "the rule \"" + entry.rule().id() + "\" gives a text or status twice; keep one of them"
                            : "the rule \"" + entry.rule().id() + "\" fits the same replies as \""
                                    + other.rule().id() + "\" at "
                                    + other.rule().position() + describe(entry)
                                    + "; make one of them more specific");
        }
    }

    private static String describe(Entry entry) {
        return entry.phrase() == null ? "" : ", by the text \"" + entry.phrase() + "\"";
    }

    /**
     * Checks that each sample is answered by the rule that gives it.
     *
     * @param rules whose samples to try
     * @param index of the whole catalogue
     * @throws CatalogueException for the first sample that another rule answers
     */
    static void checkSamples(Collection<Rule> rules, RuleIndex index) {
        for (Rule rule : rules) {
            for (Sample sample : rule.samples()) {
                SmtpReply reply = SmtpReply.parse(sample.reply());
                Rule answer = reply.isPositive() ? null : index.find(reply, sample.phase(), sample.host());
                if (!rule.equals(answer)) {
                    throw new CatalogueException(sample.position(), complaint(rule, reply, answer));
                }
            }
        }
    }

    private static String complaint(Rule rule, SmtpReply reply, @Nullable Rule answer) {
        EnhancedStatus status = reply.status();
        String read =
                (reply.hasCode() ? "code " + reply.code() : "no code") + (status == null ? "" : ", status " + status);
        return "the sample is read as " + read + " and answered by "
                + (answer == null ? "no rule" : "the rule \"" + answer.id() + "\"") + ", not by \"" + rule.id()
                + "\"; correct the sample or the conditions";
    }
}
