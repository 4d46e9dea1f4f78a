/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import io.github.resilience4mail.smtp.EnhancedStatus;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the most specific rule for a reply without trying them all: one pass over the text finds the phrases, hash
 * look-ups find what depends on status, code and host, and every entry knows its rank beforehand.
 */
final class RuleIndex {

    /** Phases in which a reply cannot be about a recipient's address, whatever its text says. */
    private static final Set<SmtpPhase> BEFORE_RECIPIENTS = Set.of(
            SmtpPhase.CONNECT,
            SmtpPhase.EHLO,
            SmtpPhase.STARTTLS,
            SmtpPhase.AUTH,
            SmtpPhase.MAIL,
            SmtpPhase.RSET,
            SmtpPhase.QUIT);

    private final PhraseFinder finder;
    /** By phrase number: the entries that need it, most specific first. */
    private final Ranked[][] byPhrase;
    /** By phrase number: the origins that it is a marker of. */
    private final List<List<Origin>> markedBy;

    private final Map<String, List<Origin>> byHost = new HashMap<>();
    private final Map<Origin, AnchorTable> byOrigin = new HashMap<>();
    private final AnchorTable anywhere;

    RuleIndex(Collection<Rule> rules) {
        List<Ranked> ranked = rank(rules);
        Map<Phrase, List<Ranked>> entries = new LinkedHashMap<>();
        Map<Phrase, List<Origin>> markers = new LinkedHashMap<>();
        Map<Origin, List<Ranked>> local = new LinkedHashMap<>();
        List<Ranked> global = new ArrayList<>();
        for (Ranked candidate : ranked) {
            Phrase phrase = candidate.entry().phrase();
            Origin origin = candidate.entry().rule().origin();
            if (origin != null) {
                local.computeIfAbsent(origin, o -> new ArrayList<>());
            }
            if (phrase != null) {
                entries.computeIfAbsent(phrase, p -> new ArrayList<>()).add(candidate);
            } else if (origin != null) {
                local.computeIfAbsent(origin, o -> new ArrayList<>()).add(candidate);
            } else {
                global.add(candidate);
            }
        }
        local.forEach((origin, candidates) -> {
            byOrigin.put(origin, new AnchorTable(candidates));
            origin.hosts().forEach(host -> byHost.computeIfAbsent(host, h -> new ArrayList<>())
                    .add(origin));
            origin.markers().forEach(marker -> markers.computeIfAbsent(marker, m -> new ArrayList<>())
                    .add(origin));
        });
        anywhere = new AnchorTable(global);
        markers.keySet().forEach(marker -> entries.computeIfAbsent(marker, p -> new ArrayList<>()));
        List<Phrase> phrases = List.copyOf(entries.keySet());
        finder = new PhraseFinder(phrases);
        byPhrase = entries.values().stream()
                .map(list -> list.toArray(new Ranked[0]))
                .toArray(Ranked[][]::new);
        markedBy = phrases.stream()
                .map(phrase -> markers.getOrDefault(phrase, List.of()))
                .toList();
    }

    private static List<Ranked> rank(Collection<Rule> rules) {
        List<Entry> sorted =
                rules.stream().flatMap(rule -> Entry.of(rule).stream()).sorted().toList();
        List<Ranked> ranked = new ArrayList<>(sorted.size());
        for (int i = 0; i < sorted.size(); i++) {
            ranked.add(new Ranked(i, sorted.get(i)));
        }
        return ranked;
    }

    /** An entry with its place among all; zero is the most specific. */
    record Ranked(int rank, Entry entry) {}

    /** The most specific rule that holds for a reply, or null. */
    @Nullable
    Rule find(SmtpReply reply, @Nullable SmtpPhase phase, @Nullable String host) {
        Query query = new Query(reply, phase);
        addOrigins(query, host);
        List<Ranked[]> hits = new ArrayList<>();
        finder.find(NormalText.of(reply.lines()), phrase -> {
            query.origins.addAll(markedBy.get(phrase));
            hits.add(byPhrase[phrase]);
        });
        hits.forEach(query::offer);
        for (Origin origin : query.origins) {
            AnchorTable table = byOrigin.get(origin);
            if (table != null) {
                table.offerTo(query);
            }
        }
        anywhere.offerTo(query);
        Ranked best = query.best;
        return best == null ? null : best.entry().rule();
    }

    private void addOrigins(Query query, @Nullable String host) {
        if (host == null || byHost.isEmpty() || host.length() > NormalText.MAX_INPUT) {
            return;
        }
        String name = host.toLowerCase(Locale.ROOT);
        String suffix = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        while (true) {
            query.origins.addAll(byHost.getOrDefault(suffix, List.of()));
            int dot = suffix.indexOf('.');
            if (dot < 0) {
                return;
            }
            suffix = suffix.substring(dot + 1);
        }
    }

    /** A reply, and the best answer so far. */
    private static final class Query {

        private final int code;
        private final int replyClass;
        private final @Nullable EnhancedStatus status;
        private final @Nullable SmtpPhase phase;
        private final List<Origin> origins = new ArrayList<>(2);
        private @Nullable Ranked best;

        Query(SmtpReply reply, @Nullable SmtpPhase phase) {
            code = reply.code();
            status = reply.status();
            replyClass = replyClass(reply);
            this.phase = phase;
        }

        /** Takes the first of the candidates, which come in order, that holds and is better than what there is. */
        void offer(Ranked[] candidates) {
            for (Ranked candidate : candidates) {
                Ranked current = best;
                if (current != null && current.rank() <= candidate.rank()) {
                    return;
                }
                if (holds(candidate.entry())) {
                    best = candidate;
                    return;
                }
            }
        }

        private boolean holds(Entry entry) {
            Rule rule = entry.rule();
            return rule.codes().matches(code, replyClass)
                    && holds(entry.status())
                    && (rule.phases().isEmpty()
                            || (phase != null && rule.phases().contains(phase)))
                    && (rule.origin() == null || origins.contains(rule.origin()))
                    && !(rule.verdict().suppress() && phase != null && BEFORE_RECIPIENTS.contains(phase));
        }

        private boolean holds(@Nullable StatusPattern pattern) {
            return pattern == null
                    || (status != null
                            && (pattern.key() == StatusPattern.exactKey(status)
                                    || pattern.key() == StatusPattern.anyClassKey(status)));
        }
    }

    /** The hundreds of the code; without a code the class of the status; 0 without either. */
    static int replyClass(SmtpReply reply) {
        EnhancedStatus status = reply.status();
        if (reply.hasCode()) {
            return reply.code() / 100;
        }
        return status == null ? 0 : status.statusClass();
    }

    /** Entries without a phrase, by the most telling thing that they ask for. */
    private static final class AnchorTable {

        private static final int ANYTHING = 0;

        private final Map<Integer, Ranked[]> table = new HashMap<>();

        AnchorTable(List<Ranked> candidates) {
            Map<Integer, List<Ranked>> lists = new HashMap<>();
            for (Ranked candidate : candidates) {
                for (int key : keys(candidate.entry())) {
                    lists.computeIfAbsent(key, k -> new ArrayList<>()).add(candidate);
                }
            }
            lists.forEach((key, list) -> table.put(key, list.toArray(new Ranked[0])));
        }

        private static List<Integer> keys(Entry entry) {
            StatusPattern status = entry.status();
            if (status != null) {
                return List.of(status.key());
            }
            CodeCondition codes = entry.rule().codes();
            return codes.kind() == CodeCondition.Kind.EXACT ? codes.values() : List.of(ANYTHING);
        }

        void offerTo(Query query) {
            EnhancedStatus status = query.status;
            if (status != null) {
                offer(query, StatusPattern.exactKey(status));
                offer(query, StatusPattern.anyClassKey(status));
            }
            offer(query, query.code);
            if (query.code != ANYTHING) {
                offer(query, ANYTHING);
            }
        }

        private void offer(Query query, int key) {
            Ranked[] candidates = table.get(key);
            if (candidates != null) {
                query.offer(candidates);
            }
        }
    }
}
