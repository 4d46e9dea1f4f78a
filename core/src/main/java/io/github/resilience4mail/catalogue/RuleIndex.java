/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
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

        private final List<Ranked> candidates = new ArrayList<>();
        private @Nullable AnchorTable table;

        void offerTo(RuleQuery query) {
            if (table != null) {
                table.offerTo(query);
            }
        }
    }

    // plain loops and keys that hash cheaply: this runs once, cold, while someone waits
    RuleIndex(Collection<Rule> rules) {
        IdentityHashMap<@Nullable Origin, Place> places = new IdentityHashMap<>();
        anywhere = new Place();
        places.put(null, anywhere);
        Map<String, Candidates> byText = new LinkedHashMap<>();
        int rank = 0;
        for (Entry entry : sorted(rules)) {
            Place place = placeOf(entry.rule().origin(), places, byText);
            Ranked ranked = new Ranked(rank++, entry, place);
            Phrase phrase = entry.phrase();
            (phrase == null ? place.candidates : candidates(phrase, byText).entries).add(ranked);
        }
        for (Place place : places.values()) {
            place.table = new AnchorTable(place.candidates);
            place.candidates.clear();
        }
        List<Phrase> phrases = new ArrayList<>();
        markedBy = new ArrayList<>();
        byPhrase = new Ranked[byText.size()][];
        for (Candidates candidates : byText.values()) {
            byPhrase[phrases.size()] = candidates.entries.toArray(NOTHING);
            phrases.add(candidates.phrase);
            markedBy.add(candidates.markers);
        }
        finder = new PhraseFinder(phrases);
    }

    /** What depends on a phrase. */
    private static final class Candidates {

        private final Phrase phrase;
        private final List<Ranked> entries = new ArrayList<>(1);
        private final List<Place> markers = new ArrayList<>(0);

        Candidates(Phrase phrase) {
            this.phrase = phrase;
        }
    }

    private static List<Entry> sorted(Collection<Rule> rules) {
        List<Entry> entries = new ArrayList<>();
        for (Rule rule : rules) {
            entries.addAll(Entry.of(rule));
        }
        Collections.sort(entries);
        return entries;
    }

    private static Candidates candidates(Phrase phrase, Map<String, Candidates> byText) {
        return byText.computeIfAbsent(phrase.toString(), text -> new Candidates(phrase));
    }

    /** The place of an origin, whose hosts and markers are entered when it is first met. */
    private Place placeOf(
            @Nullable Origin origin, IdentityHashMap<@Nullable Origin, Place> places, Map<String, Candidates> byText) {
        Place known = places.get(origin);
        if (known != null || origin == null) {
            return known == null ? anywhere : known;
        }
        Place place = new Place();
        places.put(origin, place);
        for (String host : origin.hosts()) {
            byHost.computeIfAbsent(host, h -> new ArrayList<>(1)).add(place);
        }
        for (Phrase marker : origin.markers()) {
            candidates(marker, byText).markers.add(place);
        }
        return place;
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
