/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Words to be found in a reply: pieces in {@linkplain NormalText normal form}, in order, each at most {@link #MAX_GAP}
 * characters behind the one before it.
 *
 * @param pieces the words between the gaps
 */
record Phrase(List<Piece> pieces) {

    static final String GAP = " * ";
    static final int MAX_GAP = 60;

    /**
     * What stands between two gaps: words, or a group of words of which each will do.
     *
     * @param text the words, or the name of the group in braces
     * @param alternatives the words, or those of the group
     */
    record Piece(String text, List<String> alternatives) {

        Piece {
            alternatives = List.copyOf(alternatives);
        }

        static Piece of(String words) {
            return new Piece(words, List.of(words));
        }

        boolean isGroup() {
            return text.startsWith("{");
        }

        /** Differs for different pieces, whatever file names them. */
        String key() {
            return isGroup() ? String.join("|", alternatives) : text;
        }
    }

    Phrase {
        pieces = List.copyOf(pieces);
    }

    /**
     * Reads a phrase as it stands in a file.
     *
     * @throws IllegalArgumentException with what is wrong and how to write it instead
     */
    static Phrase parse(String text) {
        return parse(text, Map.of());
    }

    /**
     * Reads a phrase as it stands in a file with groups of words.
     *
     * @param groups by name
     * @throws IllegalArgumentException with what is wrong and how to write it instead
     */
    static Phrase parse(String text, Map<String, Piece> groups) {
        List<Piece> pieces = new ArrayList<>(2);
        List<String> normal = new ArrayList<>(2);
        for (String words : split(text)) {
            Piece piece = words.startsWith("{") ? group(words, groups) : Piece.of(words);
            pieces.add(piece);
            normal.add(piece.isGroup() ? words : NormalText.of(words));
        }
        if (normal.contains("")) {
            throw new IllegalArgumentException("the phrase \"" + text + "\" has no words, or none beside a gap; write"
                    + " letters or digits on both sides of \" * \"");
        }
        String proper = String.join(GAP, normal);
        if (!proper.equals(text)) {
            throw new IllegalArgumentException(
                    "the phrase \"" + text + "\" is not in normal form; write it as \"" + proper + "\"");
        }
        Phrase phrase = new Phrase(pieces);
        phrase.requireSeparatePieces();
        return phrase;
    }

    private static Piece group(String name, Map<String, Piece> groups) {
        Piece group = groups.get(name);
        if (group == null) {
            throw new IllegalArgumentException("there is no group of words " + name + " in this file; it has "
                    + (groups.isEmpty() ? "none" : String.join(", ", groups.keySet())));
        }
        return group;
    }

    private static List<String> split(String text) {
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
     * at each word would no longer be enough. Of groups it is not asked: another of their words will do.
     */
    private void requireSeparatePieces() {
        for (int i = 1; i < pieces.size(); i++) {
            Piece left = pieces.get(i - 1);
            Piece right = pieces.get(i);
            if (!left.isGroup() && !right.isGroup() && overlaps(left.text(), right.text())) {
                throw new IllegalArgumentException(
                        "the words before and after a gap overlap in \"" + this + "\"; choose words that differ");
            }
        }
    }

    private static boolean overlaps(String left, String right) {
        String padded = " " + right + " ";
        if (padded.contains(" " + left + " ")) {
            return true;
        }
        for (int space = left.lastIndexOf(' '); space >= 0; space = left.lastIndexOf(' ', space - 1)) {
            if (padded.startsWith(left.substring(space) + " ")) {
                return true;
            }
        }
        return false;
    }

    /** How much text it asks for, without the gaps; a group says little more than nothing. */
    int length() {
        int length = 0;
        for (Piece piece : pieces) {
            length += piece.isGroup() ? 1 : piece.text().length();
        }
        return length;
    }

    /** Whether it leaves open which words exactly: then it says less than any that does not. */
    boolean hasGroup() {
        for (Piece piece : pieces) {
            if (piece.isGroup()) {
                return true;
            }
        }
        return false;
    }

    /** Differs for different phrases, whatever file they come from. */
    String key() {
        return key(pieces.size());
    }

    /** The same for phrases that begin with the same pieces. */
    String key(int count) {
        if (count == 1) {
            return pieces.get(0).key();
        }
        StringBuilder key = new StringBuilder();
        for (Piece piece : pieces.subList(0, count)) {
            key.append(key.length() == 0 ? "" : GAP).append(piece.key());
        }
        return key.toString();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Piece piece : pieces) {
            text.append(text.length() == 0 ? "" : GAP).append(piece.text());
        }
        return text.toString();
    }
}
