/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.endurance;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A few threads that share letters. */
final class Crew {

    private final int threads;
    private final Iterator<Letter> letters;

    private Crew(int threads, Iterator<Letter> letters) {
        this.threads = threads;
        this.letters = letters;
    }

    static Crew of(int threads, Iterator<Letter> letters) {
        return new Crew(threads, letters);
    }

    /** What one of them does. */
    @FunctionalInterface
    interface Work {
        void run(Crew queue) throws Exception;
    }

    /** The next letter, or null if there is none left. */
    @Nullable
    Letter next() {
        synchronized (letters) {
            return letters.hasNext() ? letters.next() : null;
        }
    }

    /** Returns when all have ended; fails if one has. */
    void work(Work work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(executor.submit(() -> {
                    work.run(this);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }
}
