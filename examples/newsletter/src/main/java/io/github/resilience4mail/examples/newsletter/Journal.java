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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.IntPredicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a run writes of itself while it goes on, so that another can continue it: a line before each attempt, which is on
 * the disk before the attempt is made, and a line after it. So whoever was accepted is either known to be, or is one of
 * the few of whom it is known that they may have been. Only ever appended to. Thread-safe.
 */
final class Journal implements DeliveryListener, AutoCloseable {

    private final FileChannel channel;
    private final ToIntFunction<String> numberOf;
    private final IntPredicate doubtful;
    private Runnable onFailure = () -> {};
    private long written;
    private volatile long forced;
    private volatile @Nullable IOException failure;

    /**
     * @param numberOf the subscriber's number, by Message-ID
     * @param doubtful whether an earlier run may have delivered to the subscriber of that number
     */
    private Journal(FileChannel channel, ToIntFunction<String> numberOf, IntPredicate doubtful) {
        this.channel = channel;
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
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Journal journal = new Journal(channel, numberOf, number -> false);
            journal.lock(file, words);
            journal.write(JournalReader.header(identity));
            channel.force(true);
            return journal;
        } catch (FileAlreadyExistsException e) {
            throw new UsageException(words.of("journal.exists", file));
        } catch (IOException e) {
            throw new UsageException(words.of("journal.unwritable", file));
        }
    }

    /**
     * Goes on with one, behind what is whole of it.
     *
     * @throws UsageException with one sentence, if another run does so already, or it cannot be written
     */
    static Journal resume(Path file, long length, ToIntFunction<String> numberOf, IntPredicate doubtful, Words words)
            throws UsageException {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            Journal journal = new Journal(channel, numberOf, doubtful);
            journal.lock(file, words);
            channel.truncate(length);
            channel.position(channel.size());
            journal.write("\n");
            channel.force(true);
            return journal;
        } catch (IOException e) {
            throw new UsageException(words.of("journal.unwritable", file));
        }
    }

    /** Two runs on one journal would send everything twice. */
    private void lock(Path file, Words words) throws IOException, UsageException {
        try {
            @Nullable FileLock lock = channel.tryLock();
            if (lock != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // held by another run in this process
        }
        channel.close();
        throw new UsageException(words.of("journal.locked", file));
    }

    /** Sets what is done when nothing can be written any more; the sending must stop then. */
    void onFailure(Runnable action) {
        onFailure = action;
    }

    /** What keeps it from being written, or null. */
    @Nullable
    IOException failure() {
        return failure;
    }

    @Override
    public void on(DeliveryEvent event) {
        if (failure != null) {
            return;
        }
        try {
            if (event instanceof AttemptBegun begun) {
                force(write(JournalEntry.of(numberOf.applyAsInt(begun.messageId()), JournalEntry.Kind.BEGUN)));
            } else if (event instanceof AttemptEnded ended) {
                int number = numberOf.applyAsInt(ended.messageId());
                for (AttemptResult result : ended.results().values()) {
                    write(number, result);
                }
            } else if (event instanceof RecipientSettled settled) {
                int number = numberOf.applyAsInt(settled.messageId());
                Ending ending = Ending.of(settled.messageId(), settled.recipient(), doubtful.test(number));
                write(JournalEntry.ended(number, ending));
            }
        } catch (IOException e) {
            failure = e;
            onFailure.run();
        }
    }

    /** An acceptance is written with the outcome, which comes at once. */
    private void write(int number, AttemptResult result) throws IOException {
        if (result.acceptance() == Acceptance.NO) {
            write(JournalEntry.of(number, JournalEntry.Kind.REFUSED));
        } else if (result.acceptance() == Acceptance.UNKNOWN) {
            write(JournalEntry.of(number, JournalEntry.Kind.UNKNOWN));
        }
    }

    private long write(JournalEntry entry) throws IOException {
        return write(JournalLine.of(entry.fields()));
    }

    /** Returns how many lines there are now. */
    private synchronized long write(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        return ++written;
    }

    /** Waits until so many lines are on the disk: lanes that wait at the same time wait for the disk once. */
    private void force(long lines) throws IOException {
        synchronized (channel) {
            if (forced < lines) {
                long now = lines();
                channel.force(false);
                forced = now;
            }
        }
    }

    private synchronized long lines() {
        return written;
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            channel.force(true);
        }
    }
}
