/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a lane has claimed at once, message by message, and the contents of those that come next. Confined to its lane.
 */
final class Claimed {

    /** RFC 5321 section 4.5.3.1.8 grants 100; some servers take fewer. */
    private static final int RECIPIENTS_AT_ONCE = 50;

    private static final int BYTES_AT_ONCE = 1 << 20;

    private final List<List<RecipientRow>> messages = new ArrayList<>();
    private Map<Long, @Nullable KeptMessage> bodies = Map.of();

    /** Recipients of one message together, in the order in which they were claimed. */
    Claimed(List<RecipientRow> rows) {
        Map<Long, List<RecipientRow>> open = new HashMap<>();
        for (RecipientRow row : rows) {
            List<RecipientRow> same = open.get(row.message());
            if (same == null || same.size() >= RECIPIENTS_AT_ONCE) {
                same = new ArrayList<>();
                open.put(row.message(), same);
                messages.add(same);
            }
            same.add(row);
        }
    }

    int size() {
        return messages.size();
    }

    /** The recipients of a message. */
    List<RecipientRow> recipients(int i) {
        return messages.get(i);
    }

    /** The recipients of this message and all that follow. */
    List<List<RecipientRow>> from(int i) {
        return messages.subList(i, messages.size());
    }

    boolean hasBody(int i) {
        return bodies.containsKey(number(i));
    }

    /** What is kept of a message, null if this release cannot read them. */
    @Nullable
    KeptMessage body(int i) {
        return bodies.get(number(i));
    }

    /** The numbers of the messages that are best loaded next: this one, and what fits into a megabyte with it. */
    List<Long> toLoad(int first) {
        List<Long> ids = new ArrayList<>();
        long bytes = 0;
        for (int i = first; i < messages.size(); i++) {
            bytes += messages.get(i).get(0).size();
            if (!ids.isEmpty() && bytes > BYTES_AT_ONCE) {
                break;
            }
            ids.add(number(i));
        }
        return ids;
    }

    /** Keeps what was loaded, in place of those before. */
    void keep(Map<Long, @Nullable KeptMessage> loaded) {
        bodies = loaded;
    }

    private long number(int i) {
        return messages.get(i).get(0).message();
    }
}
