/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

/** Where in a text the stages of phrases ended: a small map from stage to index, without boxes. */
final class StageEnds {

    /** No such stage has been met. */
    static final int NONE = -1;

    private static final int INITIAL_CAPACITY = 8;

    /** Stage plus one, so that zero is free, with the index beside it. */
    private int[] slots = new int[2 * INITIAL_CAPACITY];

    private int size;

    int get(int stage) {
        int slot = slot(stage + 1);
        return slots[slot] == 0 ? NONE : slots[slot + 1];
    }

    void put(int stage, int end) {
        int slot = slot(stage + 1);
        if (slots[slot] == 0) {
            if (8 * ++size > 3 * slots.length) {
                grow();
                slot = slot(stage + 1);
            }
            slots[slot] = stage + 1;
        }
        slots[slot + 1] = end;
    }

    private void grow() {
        int[] old = slots;
        slots = new int[2 * old.length];
        for (int i = 0; i < old.length; i += 2) {
            if (old[i] != 0) {
                int slot = slot(old[i]);
                slots[slot] = old[i];
                slots[slot + 1] = old[i + 1];
            }
        }
    }

    private int slot(int key) {
        int mask = slots.length - 1;
        int slot = (2 * key) & mask;
        while (slots[slot] != 0 && slots[slot] != key) {
            slot = (slot + 2) & mask;
        }
        return slot;
    }
}
