/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A file that lines are only ever appended to, by one process at a time. What cannot be written, because the disk is
 * full, say, is kept until the end and tried once more then: meanwhile the sending stops. Thread-safe.
 *
 * <p>It is no channel: one of those is closed when a thread that writes is interrupted.
 */
final class JournalFile implements AutoCloseable {

    private final RandomAccessFile file;
    private final Object disk = new Object();
    private final List<String> unwritten = new ArrayList<>();
    private final AtomicBoolean failed = new AtomicBoolean();
    private volatile Runnable onFailure = () -> {};
    private long written;
    private long forced;

    private JournalFile(RandomAccessFile file) {
        this.file = file;
    }

    /**
     * A new one.
     *
     * @throws UsageException with one sentence, if there is one already, or none can be written
     */
    static JournalFile create(Path path, String header, Words words) throws UsageException {
        try {
            Files.createFile(path);
            JournalFile journal = open(path, words);
            journal.append(header);
            journal.file.getFD().sync();
            return journal;
        } catch (FileAlreadyExistsException e) {
            throw new UsageException(words.of("journal.exists", path));
        } catch (IOException e) {
            throw new UsageException(words.of("journal.unwritable", path));
        }
    }

    /**
     * One that goes on behind what was read of it.
     *
     * @throws UsageException with one sentence, if another process writes it, or it cannot be written
     */
    static JournalFile resume(Path path, JournalReader.Content content, Words words) throws UsageException {
        try {
            JournalFile journal = open(path, words);
            if (journal.file.length() != content.size()) {
                journal.file.close();
                throw new UsageException(words.of("journal.locked", path));
            }
            // without the line that was torn; a line that only lacks its end gets it here
            journal.file.setLength(Math.min(content.length(), content.size()));
            journal.file.seek(journal.file.length());
            journal.append("\n");
            journal.file.getFD().sync();
            return journal;
        } catch (IOException e) {
            throw new UsageException(words.of("journal.unwritable", path));
        }
    }

    /** Two runs on one journal would send everything twice. */
    private static JournalFile open(Path path, Words words) throws IOException, UsageException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        if (isLocked(file)) {
            return new JournalFile(file);
        }
        file.close();
        throw new UsageException(words.of("journal.locked", path));
    }

    /** Whether it is this one's from now on. The lock ends with the file, or with the process. */
    private static boolean isLocked(RandomAccessFile file) throws IOException {
        try {
            @Nullable FileLock lock = file.getChannel().tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            // another run in this process has it
            return false;
        }
    }

    void onFailure(Runnable action) {
        onFailure = action;
    }

    boolean hasFailed() {
        return failed.get();
    }

    /** Appends a line; what is written survives the end of the process, but not yet that of the machine. */
    void write(String line) {
        try {
            synchronized (this) {
                if (!unwritten.isEmpty()) {
                    unwritten.add(line);
                    return;
                }
                unwritten.add(line);
                append(line);
                unwritten.clear();
                written++;
            }
        } catch (IOException e) {
            fail();
        }
    }

    private void append(String line) throws IOException {
        long end = file.getFilePointer();
        try {
            file.write(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // half a line would spoil those behind it
            file.setLength(end);
            file.seek(end);
            throw e;
        }
    }

    /** Waits until all lines are on the disk: lanes that wait at the same time wait for the disk once. */
    void force() {
        long needed = written();
        try {
            synchronized (disk) {
                if (forced < needed) {
                    long now = written();
                    file.getFD().sync();
                    forced = now;
                }
            }
        } catch (IOException e) {
            fail();
        }
    }

    private synchronized long written() {
        return written;
    }

    private void fail() {
        if (!failed.getAndSet(true)) {
            onFailure.run();
        }
    }

    /**
     * Tries to write what could not be written before.
     *
     * @throws IOException if that fails again
     */
    @Override
    public synchronized void close() throws IOException {
        try (file) {
            for (String line : unwritten) {
                append(line);
            }
            unwritten.clear();
            file.getFD().sync();
        }
    }
}
