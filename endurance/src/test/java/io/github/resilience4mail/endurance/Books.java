/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.endurance;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** All that a host has told of a run. Thread-safe. */
final class Books implements Host.Register {

    /** A recipient of a letter. */
    record Entry(int letter, String recipient) {}

    /** A recipient of a message. */
    record Told(String messageId, String recipient) {}

    private final Map<Entry, Queue<Ending>> endings = new ConcurrentHashMap<>();
    private final Map<Told, Integer> told = new ConcurrentHashMap<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @Override
    public void ended(Ending ending) {
        endings.computeIfAbsent(new Entry(ending.letter(), ending.recipient()), entry -> new ConcurrentLinkedQueue<>())
                .add(ending);
    }

    @Override
    public void told(String messageId, String recipient) {
        told.merge(new Told(messageId, recipient), 1, Integer::sum);
    }

    @Override
    public void failed(Throwable failure) {
        if (failure != null) {
            failures.add(failure);
        }
    }

    List<Ending> endingsOf(Letter letter, String recipient) {
        return List.copyOf(endings.getOrDefault(new Entry(letter.number(), recipient), new ConcurrentLinkedQueue<>()));
    }

    /** How many recipients have an ending, whether anybody asked for it or not. */
    int size() {
        return endings.size();
    }

    Map<Told, Integer> told() {
        return told;
    }

    Collection<Throwable> failures() {
        return failures;
    }
}
