/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the most specific rule for a reply without trying them all: one pass over the text finds the phrases, hash
 * look-ups find what depends on status, code and host, and every entry knows its rank beforehand.
 */
final class RuleIndex {

    private static final Ranked[] NOTHING = {};
    /** RFC 1035 section 2.3.4: what is longer is no name. */
    private static final int MAX_HOST_NAME = 255;

    private static final int TRANSIENT = 4;
    private static final int PERMANENT = 5;

    private final PhraseFinder finder;
    /** By phrase number: the entries that need it, most specific first. */
    private final Ranked[][] byPhrase;
    /** By phrase number: the places that it is a marker of. */
    private final List<List<Place>> markedBy;

    private final Finality finality;
    /** The phrases that say that a refusal is for now. */
    private final BitSet temporary;
    /** The phrases that say that a refusal is for good. */
    private final BitSet lasting;

    /** Suffixes of host names, numbered. */
    private final WordTable hosts = new WordTable();
    /** By the number of a suffix. */
    private final List<List<Place>> byHost = new ArrayList<>();
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
    RuleIndex(RuleSet rules) {
        IdentityHashMap<@Nullable Origin, Place> places = new IdentityHashMap<>();
        anywhere = new Place();
        places.put(null, anywhere);
        Map<String, Candidates> byText = new LinkedHashMap<>();
        int rank = 0;
        for (Entry entry : sorted(rules.rules())) {
            Place place = placeOf(entry.rule().origin(), places, byText);
            Ranked ranked = new Ranked(rank++, entry, place);
            Phrase phrase = entry.phrase();
            (phrase == null ? place.candidates : candidates(phrase, byText).entries).add(ranked);
        }
        for (Place place : places.values()) {
            place.table = new AnchorTable(place.candidates);
            place.candidates.clear();
        }
        finality = rules.finality();
        finality.temporary().phrases().forEach(phrase -> candidates(phrase, byText).temporary = true);
        finality.lasting().phrases().forEach(phrase -> candidates(phrase, byText).lasting = true);
        List<Phrase> phrases = new ArrayList<>();
        temporary = new BitSet(byText.size());
        lasting = new BitSet(byText.size());
        markedBy = new ArrayList<>();
        byPhrase = new Ranked[byText.size()][];
        for (Candidates candidates : byText.values()) {
            temporary.set(phrases.size(), candidates.temporary);
            lasting.set(phrases.size(), candidates.lasting);
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
        private boolean temporary;
        private boolean lasting;

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
        return byText.computeIfAbsent(phrase.key(), text -> new Candidates(phrase));
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
            int number = hosts.add(host);
            while (byHost.size() <= number) {
                byHost.add(new ArrayList<>(1));
            }
            byHost.get(number).add(place);
        }
        for (Phrase marker : origin.markers()) {
            candidates(marker, byText).markers.add(place);
        }
        return place;
    }

    /** What a text has shown. */
    private final class Findings implements IntConsumer {

        private final List<Place> places = new ArrayList<>(4);
        /** A marker late in the text makes an earlier phrase count, so these wait for the end of the text. */
        private final List<Ranked[]> candidates = new ArrayList<>(8);

        private boolean isTemporary;
        private boolean isLasting;

        Findings(@Nullable String host) {
            places.add(anywhere);
            if (host != null) {
                addPlaces(places, host);
            }
        }

        @Override
        public void accept(int phrase) {
            places.addAll(markedBy.get(phrase));
            candidates.add(byPhrase[phrase]);
            isTemporary |= temporary.get(phrase);
            isLasting |= lasting.get(phrase);
        }

        @Nullable
        Ranked best(RuleQuery query) {
            candidates.forEach(query::offer);
            places.forEach(place -> place.offerTo(query));
            return query.best();
        }
    }

    /** The most specific rule that holds for a reply, or null. */
    @Nullable
    Rule find(SmtpReply reply, @Nullable SmtpPhase phase, @Nullable String host) {
        Findings findings = new Findings(host);
        finder.find(NormalText.of(reply.lines()), findings);
        RuleQuery query = new RuleQuery(reply, phase, findings.places);
        Ranked best = findings.best(query);
        if (best == null || findings.isTemporary == findings.isLasting || knowsBetter(best)) {
            return ruleOf(best);
        }
        boolean retries = best.entry().rule().verdict().decision() == Decision.RETRY;
        if (retries == findings.isTemporary) {
            return ruleOf(best);
        }
        RuleQuery other = query.inClass(findings.isTemporary ? TRANSIENT : PERMANENT);
        return other == null ? ruleOf(best) : overruled(findings.best(other), findings.isTemporary);
    }

    /** What the other digit means if more than the digit is known, else what the words mean that overruled it. */
    private Rule overruled(@Nullable Ranked best, boolean isTemporary) {
        if (best != null && knowsMoreThanTheDigit(best.entry())) {
            return best.entry().rule();
        }
        return isTemporary ? finality.temporary() : finality.lasting();
    }

    private static boolean knowsMoreThanTheDigit(Entry entry) {
        return entry.phrase() != null
                || entry.status() != null
                || !entry.rule().phases().isEmpty();
    }

    /** Whoever wrote a rule for just these words, or for these words at that host, has read them to the end. */
    private static boolean knowsBetter(Ranked best) {
        Rule rule = best.entry().rule();
        return rule.users() || (rule.origin() != null && best.entry().phrase() != null);
    }

    private static @Nullable Rule ruleOf(@Nullable Ranked ranked) {
        return ranked == null ? null : ranked.entry().rule();
    }

    /** Looks up each suffix of the host's name that begins behind a dot, the shortest first. */
    private void addPlaces(List<Place> places, String host) {
        String name = host.substring(0, Math.min(host.length(), MAX_HOST_NAME)).toLowerCase(Locale.ROOT);
        int end = name.endsWith(".") ? name.length() - 1 : name.length();
        for (int start = end - 1; start >= 0; start--) {
            if (start == 0 || name.charAt(start - 1) == '.') {
                int number = hosts.id(name, start, end);
                if (number != WordTable.UNKNOWN) {
                    places.addAll(byHost.get(number));
                }
            }
        }
    }
}
