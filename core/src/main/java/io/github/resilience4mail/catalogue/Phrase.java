/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import java.util.ArrayList;
import java.util.List;

/**
 * Words to be found in a reply: pieces in {@linkplain NormalText normal form}, in order, each at most {@link #MAX_GAP}
 * characters behind the one before it.
 *
 * @param pieces the words between the gaps
 */
record Phrase(List<String> pieces) {

    static final String GAP = " * ";
    static final int MAX_GAP = 60;

    Phrase {
        pieces = List.copyOf(pieces);
    }

    /**
     * Reads a phrase as it stands in a file.
     *
     * @throws IllegalArgumentException with what is wrong and how to write it instead
     */
    static Phrase parse(String text) {
        Phrase phrase = new Phrase(pieces(text));
        List<String> normal = new ArrayList<>();
        for (String piece : phrase.pieces) {
            normal.add(NormalText.of(piece));
        }
        if (normal.contains("")) {
            throw new IllegalArgumentException("the phrase \"" + text + "\" has no words, or none beside a gap; write"
                    + " letters or digits on both sides of \" * \"");
        }
        if (!normal.equals(phrase.pieces)) {
            throw new IllegalArgumentException("the phrase \"" + text + "\" is not in normal form; write it as \""
                    + String.join(GAP, normal) + "\"");
        }
        phrase.requireSeparatePieces();
        return phrase;
    }

    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>(2);
        int start = 0;
        int gap = text.indexOf(GAP);
        while (gap >= 0) {
            pieces.add(text.substring(start, gap));
            start = gap + GAP.length();
            gap = text.indexOf(GAP, start);
        }
        pieces.add(text.substring(start));
        return pieces;
    }

    /**
     * If a piece could end inside the next one, the nearest occurrence of it would no longer be the best, and one look
     * at each word would no longer be enough.
     */
    private void requireSeparatePieces() {
        for (int i = 1; i < pieces.size(); i++) {
            if (overlaps(pieces.get(i - 1), pieces.get(i))) {
                throw new IllegalArgumentException(
                        "the words before and after a gap overlap in \"" + this + "\"; choose words that differ");
            }
        }
    }

    private static boolean overlaps(String left, String right) {
        String[] words = left.split(" ", -1);
        String padded = " " + right + " ";
        if (padded.contains(" " + left + " ")) {
            return true;
        }
        String suffix = "";
        for (int i = words.length - 1; i >= 0; i--) {
            suffix = " " + words[i] + suffix;
            if (padded.startsWith(suffix + " ")) {
                return true;
            }
        }
        return false;
    }

    /** How much text it asks for, without the gaps. */
    int length() {
        int length = 0;
        for (String piece : pieces) {
            length += piece.length();
        }
        return length;
    }

    @Override
    public String toString() {
        return String.join(GAP, pieces);
    }
}
