/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The states of {@link PhraseFinder}: what has been read, as far as it can begin a piece. */
final class WordTrie {

    static final int ROOT = 0;

    private static final int NONE = -1;
    private static final long HASH_FACTOR = 0x9E3779B97F4A7C15L;

    private final List<Node> building = new ArrayList<>();
    private Node[] nodes = new Node[0];
    /** All edges in one table: parent and word in the key, the child beside it; zero keys are free. */
    private long[] keys = new long[128];

    private int[] children = new int[128];
    private int edges;

    private static final class Node {
        final int parent;
        final int word;
        int piece = NONE;
        /** The longest proper suffix that is a node too. */
        int suffix = ROOT;
        /** The nearest such suffix at which a piece ends, or the root. */
        int suffixWithPiece = ROOT;

        Node(int parent, int word) {
            this.parent = parent;
            this.word = word;
        }
    }

    WordTrie() {
        building.add(new Node(ROOT, WordTable.UNKNOWN));
    }

    /** Adds a piece: its words and its number. */
    void add(int[] words, int piece) {
        int node = ROOT;
        for (int word : words) {
            int child = child(node, word);
            if (child == NONE) {
                child = building.size();
                building.add(new Node(node, word));
                put(node, word, child);
            }
            node = child;
        }
        building.get(node).piece = piece;
    }

    /** Completes the automaton when all pieces are in: each node learns its suffixes, the shallow ones first. */
    void link() {
        nodes = building.toArray(new Node[0]);
        building.clear();
        List<List<Integer>> childrenOf = new ArrayList<>();
        for (int i = 0; i < nodes.length; i++) {
            childrenOf.add(new ArrayList<>(2));
        }
        for (int i = 1; i < nodes.length; i++) {
            childrenOf.get(nodes[i].parent).add(i);
        }
        ArrayDeque<Integer> queue = new ArrayDeque<>(childrenOf.get(ROOT));
        while (!queue.isEmpty()) {
            int at = queue.remove();
            Node node = nodes[at];
            node.suffix = node.parent == ROOT ? ROOT : next(nodes[node.parent].suffix, node.word);
            node.suffixWithPiece = nodes[node.suffix].piece == NONE ? nodes[node.suffix].suffixWithPiece : node.suffix;
            queue.addAll(childrenOf.get(at));
        }
    }

    /** The state after one more word. */
    int next(int state, int word) {
        if (word == WordTable.UNKNOWN) {
            return ROOT;
        }
        int from = state;
        int child = child(from, word);
        while (child == NONE && from != ROOT) {
            from = nodes[from].suffix;
            child = child(from, word);
        }
        return child == NONE ? ROOT : child;
    }

    /** The piece that ends at a node, or a negative number. */
    int piece(int node) {
        return nodes[node].piece;
    }

    int nextWithPiece(int node) {
        return nodes[node].suffixWithPiece;
    }

    private int child(int parent, int word) {
        int slot = slot(key(parent, word));
        return keys[slot] == 0 ? NONE : children[slot];
    }

    private void put(int parent, int word, int child) {
        if (2 * (edges + 1) > keys.length) {
            grow();
        }
        int slot = slot(key(parent, word));
        keys[slot] = key(parent, word);
        children[slot] = child;
        edges++;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldChildren = children;
        keys = new long[oldKeys.length * 2];
        children = new int[oldChildren.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                children[slot] = oldChildren[i];
            }
        }
    }

    /** Never zero: the words of phrases are numbered from one. */
    private static long key(int parent, int word) {
        return ((long) parent << Integer.SIZE) | word;
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) ((key * HASH_FACTOR) >>> Integer.SIZE) & mask;
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
