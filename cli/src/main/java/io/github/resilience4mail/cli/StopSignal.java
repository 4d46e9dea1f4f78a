/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C and its like. Work that has begun is interrupted, ends in good order and says with which exit code; only then
 * the virtual machine ends.
 */
final class StopSignal {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable Thread worker;
    private int exitCode = ExitCode.SOFTWARE;

    /** From now on it is listened for. */
    void install() {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            if (endWork()) {
                                Runtime.getRuntime().halt(exitCode);
                            }
                        },
                        "resilience4mail-stop"));
    }

    /**
     * Does work that ends in good order when its thread is interrupted.
     *
     * @param work returns the exit code
     * @return the same
     */
    int guard(IntSupplier work) {
        note(Thread.currentThread(), ExitCode.SOFTWARE);
        int code = ExitCode.SOFTWARE;
        try {
            code = work.getAsInt();
            return code;
        } finally {
            note(null, code);
        }
    }

    private void note(@Nullable Thread newWorker, int newExitCode) {
        lock.lock();
        try {
            worker = newWorker;
            exitCode = newExitCode;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts the work and waits until it has ended; false if there is none, as at a usual end. */
    boolean endWork() {
        lock.lock();
        try {
            Thread present = worker;
            if (present == null) {
                return false;
            }
            present.interrupt();
            while (worker != null) {
                changed.awaitUninterruptibly();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
