/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that send at the same time, for those who have none of their own. */
final class Crew {

    private final ExecutorService threads;

    Crew(int size) {
        threads = Executors.newFixedThreadPool(size);
    }

    /** Sends one piece. */
    @FunctionalInterface
    interface Piece<T> {
        void send(T what) throws Exception;
    }

    <T> Peer.Work ready(List<T> all, Piece<T> piece) {
        return () -> {
            List<Future<Boolean>> sent = new ArrayList<>(all.size());
            for (T one : all) {
                sent.add(threads.submit(() -> {
                    piece.send(one);
                    return true;
                }));
            }
            for (Future<Boolean> future : sent) {
                boolean unused = future.get();
            }
        };
    }

    static <T> List<List<T>> batches(List<T> all, int size) {
        List<List<T>> batches = new ArrayList<>();
        for (int i = 0; i < all.size(); i += size) {
            batches.add(all.subList(i, Math.min(all.size(), i + size)));
        }
        return batches;
    }

    void close() {
        threads.shutdown();
    }
}
