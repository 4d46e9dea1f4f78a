/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the most specific rule for a reply without trying them all: one pass over the text finds the phrases, hash
 * look-ups find what depends on status, code and host, and every entry knows its rank beforehand.
 */
final class RuleIndex {

    private static final Ranked[] NOTHING = {};

    private final PhraseFinder finder;
    /** By phrase number: the entries that need it, most specific first. */
    private final Ranked[][] byPhrase;
    /** By phrase number: the places that it is a marker of. */
    private final List<List<Place>> markedBy;

    private final Map<String, List<Place>> byHost = new HashMap<>();
    /** What holds at any host. */
    private final Place anywhere;

    /** An entry with its rank among all, zero being the most specific, and where it holds. */
    record Ranked(int rank, Entry entry, Place place) {}

    /** What is known about the servers of one origin. Two of them are never equal. */
    static final class Place {

        private @Nullable AnchorTable table;

        void offerTo(RuleQuery query) {
            if (table != null) {
                table.offerTo(query);
            }
        }
    }

    RuleIndex(Collection<Rule> rules) {
        List<Entry> entries =
                rules.stream().flatMap(rule -> Entry.of(rule).stream()).sorted().toList();
        Map<@Nullable Origin, Place> places = new LinkedHashMap<>();
        Map<Place, List<Ranked>> withoutPhrase = new HashMap<>();
        Map<Phrase, List<Ranked>> withPhrase = new LinkedHashMap<>();
        for (int rank = 0; rank < entries.size(); rank++) {
            Entry entry = entries.get(rank);
            Place place = places.computeIfAbsent(entry.rule().origin(), origin -> new Place());
            Ranked ranked = new Ranked(rank, entry, place);
            Phrase phrase = entry.phrase();
            (phrase == null
                            ? withoutPhrase.computeIfAbsent(place, p -> new ArrayList<>())
                            : withPhrase.computeIfAbsent(phrase, p -> new ArrayList<>()))
                    .add(ranked);
        }
        withoutPhrase.forEach((place, list) -> place.table = new AnchorTable(list));
        anywhere = places.computeIfAbsent(null, origin -> new Place());
        Map<Phrase, List<Place>> markers = markers(places);
        markers.keySet().forEach(marker -> withPhrase.computeIfAbsent(marker, p -> new ArrayList<>()));
        List<Phrase> phrases = List.copyOf(withPhrase.keySet());
        finder = new PhraseFinder(phrases);
        byPhrase =
                withPhrase.values().stream().map(list -> list.toArray(NOTHING)).toArray(Ranked[][]::new);
        markedBy = phrases.stream()
                .map(phrase -> markers.getOrDefault(phrase, List.of()))
                .toList();
    }

    /** Enters the hosts of all origins, and gives the markers. */
    private Map<Phrase, List<Place>> markers(Map<@Nullable Origin, Place> places) {
        Map<Phrase, List<Place>> markers = new HashMap<>();
        places.forEach((origin, place) -> {
            if (origin != null) {
                origin.hosts().forEach(host -> byHost.computeIfAbsent(host, h -> new ArrayList<>(1))
                        .add(place));
                origin.markers().forEach(marker -> markers.computeIfAbsent(marker, m -> new ArrayList<>(1))
                        .add(place));
            }
        });
        return markers;
    }

    /** The most specific rule that holds for a reply, or null. */
    @Nullable
    Rule find(SmtpReply reply, @Nullable SmtpPhase phase, @Nullable String host) {
        RuleQuery query = new RuleQuery(reply, phase, anywhere);
        if (host != null && !byHost.isEmpty()) {
            addPlaces(query, host);
        }
        // a marker late in the text makes an earlier phrase count, so the candidates wait for the end of the text
        List<Ranked[]> hits = new ArrayList<>();
        finder.find(NormalText.of(reply.lines()), phrase -> {
            query.add(markedBy.get(phrase));
            hits.add(byPhrase[phrase]);
        });
        hits.forEach(query::offer);
        query.places().forEach(place -> place.offerTo(query));
        return query.best();
    }

    /** Looks up each suffix of the host's name that begins behind a dot. */
    private void addPlaces(RuleQuery query, String host) {
        String name =
                host.substring(0, Math.min(host.length(), NormalText.MAX_INPUT)).toLowerCase(Locale.ROOT);
        int end = name.endsWith(".") ? name.length() - 1 : name.length();
        int start = 0;
        // a name of the DNS has at most 127 labels; what has more is no host
        for (int labels = 0; labels < 127; labels++) {
            query.add(byHost.getOrDefault(name.substring(start, end), List.of()));
            int dot = name.indexOf('.', start);
            if (dot < 0 || dot >= end - 1) {
                return;
            }
            start = dot + 1;
        }
    }
}
