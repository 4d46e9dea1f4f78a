/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.engine.Acceptance;
import io.github.resilience4mail.engine.AttemptResult;
import io.github.resilience4mail.engine.DeliveryEvent;
import io.github.resilience4mail.engine.DeliveryEvent.AttemptBegun;
import io.github.resilience4mail.engine.DeliveryEvent.AttemptEnded;
import io.github.resilience4mail.engine.DeliveryEvent.RecipientSettled;
import io.github.resilience4mail.engine.DeliveryListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.IntPredicate;
import java.util.function.ToIntFunction;

/**
 * What a run writes of itself while it goes on, so that another can continue it: a line before each attempt, which is on
 * the disk before the attempt is made, and a line after it. So whoever was accepted is either known to be, or is one of
 * the few of whom it is known that they may have been. Thread-safe.
 */
final class Journal implements DeliveryListener, AutoCloseable {

    private final JournalFile file;
    private final ToIntFunction<String> numberOf;
    private final IntPredicate doubtful;

    /**
     * @param numberOf the subscriber's number, by Message-ID
     * @param doubtful whether an earlier run may have delivered to the subscriber of that number
     */
    private Journal(JournalFile file, ToIntFunction<String> numberOf, IntPredicate doubtful) {
        this.file = file;
        this.numberOf = numberOf;
        this.doubtful = doubtful;
    }

    /**
     * Begins one.
     *
     * @throws UsageException with one sentence, if there is one already, or none can be written
     */
    static Journal begin(Path file, RunIdentity identity, ToIntFunction<String> numberOf, Words words)
            throws UsageException {
        return new Journal(JournalFile.create(file, JournalReader.header(identity), words), numberOf, number -> false);
    }

    /**
     * Goes on with one, behind what is whole of it.
     *
     * @throws UsageException with one sentence, if another run does so already, or it cannot be written
     */
    static Journal resume(
            Path file,
            JournalReader.Content content,
            ToIntFunction<String> numberOf,
            IntPredicate doubtful,
            Words words)
            throws UsageException {
        return new Journal(JournalFile.resume(file, content, words), numberOf, doubtful);
    }

    /** Sets what is done when nothing can be written any more; the sending must stop then. */
    void onFailure(Runnable action) {
        file.onFailure(action);
    }

    /** Whether it could not be written at some time, even if it could later. */
    boolean hasFailed() {
        return file.hasFailed();
    }

    @Override
    public void on(DeliveryEvent event) {
        if (event instanceof AttemptBegun begun) {
            write(JournalEntry.of(numberOf.applyAsInt(begun.messageId()), JournalEntry.Kind.BEGUN));
            file.force();
        } else if (event instanceof AttemptEnded ended) {
            int number = numberOf.applyAsInt(ended.messageId());
            ended.results().values().forEach(result -> write(number, result));
        } else if (event instanceof RecipientSettled settled) {
            int number = numberOf.applyAsInt(settled.messageId());
            Ending ending = Ending.of(settled.messageId(), settled.recipient(), doubtful.test(number));
            write(JournalEntry.ended(number, ending));
        }
    }

    /** An acceptance is written with the outcome, which comes at once. */
    private void write(int number, AttemptResult result) {
        if (result.acceptance() == Acceptance.NO) {
            write(JournalEntry.of(number, JournalEntry.Kind.REFUSED));
        } else if (result.acceptance() == Acceptance.UNKNOWN) {
            write(JournalEntry.of(number, JournalEntry.Kind.UNKNOWN));
        }
    }

    private void write(JournalEntry entry) {
        file.write(JournalLine.of(entry.fields()));
    }

    /**
     * Ends it, once the sending has ended.
     *
     * @throws IOException if it lacks something of what has happened
     */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
