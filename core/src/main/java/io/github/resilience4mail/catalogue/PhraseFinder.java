/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds all known phrases in one pass over a text: an Aho-Corasick automaton over words. The time does not depend on
 * how many phrases there are.
 *
 * <p>Words instead of letters, because most words of a reply occur in no phrase: one look-up brings the automaton back
 * to its root.
 */
final class PhraseFinder {

    private final WordTable words;
    private final WordTrie trie;
    /** For each piece, what depends on it. */
    private final Use[][] uses;

    private final int[] pieceLengths;

    /**
     * A piece as a part of one phrase, or of several that begin alike.
     *
     * @param previous the stage that must have been reached before, or {@link #NOTHING}
     * @param stage the stage that is reached with it, or {@link #NOTHING} at the end of a phrase
     * @param phrase the phrase that ends with it, or {@link #NOTHING}
     */
    private record Use(int previous, int stage, int phrase) {}

    private static final int NOTHING = -1;

    PhraseFinder(List<Phrase> phrases) {
        words = new WordTable();
        trie = new WordTrie();
        Map<String, Set<Use>> usesByPiece = uses(phrases);
        uses = new Use[usesByPiece.size()][];
        pieceLengths = new int[usesByPiece.size()];
        int piece = 0;
        for (Map.Entry<String, Set<Use>> entry : usesByPiece.entrySet()) {
            trie.add(words.idsOf(entry.getKey()), piece);
            pieceLengths[piece] = entry.getKey().length();
            uses[piece++] = entry.getValue().toArray(new Use[0]);
        }
        trie.link();
    }

    private static Map<String, Set<Use>> uses(List<Phrase> phrases) {
        Map<String, Set<Use>> usesByPiece = new LinkedHashMap<>();
        Map<String, Integer> stages = new HashMap<>();
        for (int phrase = 0; phrase < phrases.size(); phrase++) {
            List<Phrase.Piece> pieces = phrases.get(phrase).pieces();
            int previous = NOTHING;
            for (int i = 0; i < pieces.size(); i++) {
                boolean last = i == pieces.size() - 1;
                int stage = last
                        ? NOTHING
                        : stages.computeIfAbsent(phrases.get(phrase).key(i + 1), key -> stages.size());
                Use use = new Use(previous, stage, last ? phrase : NOTHING);
                for (String alternative : pieces.get(i).alternatives()) {
                    usesByPiece
                            .computeIfAbsent(alternative, words -> new LinkedHashSet<>(2))
                            .add(use);
                }
                previous = stage;
            }
        }
        return usesByPiece;
    }

    /**
     * Reports the phrases in a text.
     *
     * @param text in normal form
     * @param found takes the index of each phrase, perhaps several times
     */
    void find(CharSequence text, IntConsumer found) {
        Search search = new Search(found);
        int state = WordTrie.ROOT;
        int start = 0;
        int hash = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == ' ') {
                state = trie.next(state, words.id(text, start, i, hash));
                search.report(state, i);
                start = i + 1;
                hash = 0;
            } else {
                hash = WordTable.hash(hash, text.charAt(i));
            }
        }
    }

    /** What one text has shown so far. */
    private final class Search {

        private final IntConsumer found;
        /** Where the latest occurrence of each stage of a phrase with gaps ended; made when first needed. */
        private @Nullable StageEnds ends;

        Search(IntConsumer found) {
            this.found = found;
        }

        void report(int state, int end) {
            int node = state;
            while (node != WordTrie.ROOT) {
                int piece = trie.piece(node);
                if (piece >= 0) {
                    for (Use use : uses[piece]) {
                        report(use, end - pieceLengths[piece], end);
                    }
                }
                node = trie.nextWithPiece(node);
            }
        }

        private void report(Use use, int start, int end) {
            if (use.previous() != NOTHING) {
                int previous = ends == null ? StageEnds.NONE : ends.get(use.previous());
                if (previous == StageEnds.NONE || previous > start || start - previous - 1 > Phrase.MAX_GAP) {
                    return;
                }
            }
            if (use.phrase() != NOTHING) {
                found.accept(use.phrase());
            } else {
                ends = ends == null ? new StageEnds() : ends;
                ends.put(use.stage(), end);
            }
        }
    }
}
