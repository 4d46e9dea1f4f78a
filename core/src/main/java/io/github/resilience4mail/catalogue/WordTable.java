/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import java.util.Arrays;

/** Numbers the words of all phrases. A word of a text is looked up where it stands, without copying it. */
final class WordTable {

    /** The number of every word that is in no phrase. */
    static final int UNKNOWN = 0;

    private static final int PRIME = 31;

    private String[] slots = new String[64];
    private int[] ids = new int[64];
    private int size;

    static int hash(int hash, char next) {
        return PRIME * hash + next;
    }

    /** The numbers of the words of a piece; new words get a new one. */
    int[] idsOf(String piece) {
        String[] words = piece.split(" ", -1);
        int[] result = new int[words.length];
        for (int i = 0; i < words.length; i++) {
            result[i] = add(words[i]);
        }
        return result;
    }

    /** The number of a word; a new word gets a new one. */
    int add(String word) {
        if (2 * (size + 1) > slots.length) {
            grow();
        }
        int slot = slot(word, 0, word.length(), word.hashCode());
        if (ids[slot] == UNKNOWN) {
            slots[slot] = word;
            ids[slot] = ++size;
        }
        return ids[slot];
    }

    private void grow() {
        String[] oldSlots = slots;
        int[] oldIds = ids;
        slots = new String[oldSlots.length * 2];
        ids = new int[oldIds.length * 2];
        for (int i = 0; i < oldSlots.length; i++) {
            if (oldIds[i] != UNKNOWN) {
                String word = oldSlots[i];
                int slot = slot(word, 0, word.length(), word.hashCode());
                slots[slot] = word;
                ids[slot] = oldIds[i];
            }
        }
    }

    /** The number of a word, given the hash that {@link #hash} made of its chars, which is that of String. */
    int id(CharSequence text, int start, int end, int hash) {
        return ids[slot(text, start, end, hash)];
    }

    /** The number of a word whose hash is not known yet. */
    int id(CharSequence text, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = hash(hash, text.charAt(i));
        }
        return id(text, start, end, hash);
    }

    private int slot(CharSequence text, int start, int end, int hash) {
        int mask = slots.length - 1;
        int slot = (hash ^ (hash >>> 15)) & mask;
        while (ids[slot] != UNKNOWN && !isWord(slots[slot], text, start, end)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static boolean isWord(String word, CharSequence text, int start, int end) {
        if (word.length() != end - start) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) != text.charAt(start + i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return size + " words: " + Arrays.toString(slots);
    }
}
