/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Reads what a run has written of itself. A last line that was torn, because the machine stopped while it was written,
 * does not count: what it would have said is not known. A broken line elsewhere means that something else has written
 * there; then nothing is sent.
 */
final class JournalReader {

    private static final String NAME = "newsletter-journal";
    private static final int VERSION = 1;
    private static final int HEADER_FIELDS = 6;

    private final Path file;
    private final Words words;
    private final List<Standing> standings = new ArrayList<>();
    private int lineNumber = 1;
    private long length;

    /**
     * What is known when it has been read.
     *
     * @param identity whose journal it is
     * @param standings of all subscribers, in the order of the list
     * @param length of what is whole, in bytes, a line end behind each line; what follows is a torn line
     * @param size of the whole file
     */
    record Content(RunIdentity identity, List<Standing> standings, long length, long size) {}

    private JournalReader(Path file, Words words) {
        this.file = file;
        this.words = words;
    }

    /** The first line of a journal. */
    static String header(RunIdentity identity) {
        return JournalLine.of(List.of(
                NAME,
                String.valueOf(VERSION),
                identity.issue(),
                identity.list(),
                String.valueOf(identity.subscribers()),
                identity.date().toString()));
    }

    /**
     * Reads a journal.
     *
     * @throws UsageException with one sentence, if it cannot be read, is none of this version, or is damaged
     */
    static Content read(Path file, Words words) throws UsageException {
        long size = file.toFile().length();
        // a byte is a character at first: so the lengths are those of the file
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            return new JournalReader(file, words).read(lines, size);
        } catch (NoSuchFileException e) {
            throw new UsageException(words.of("journal.missing", file));
        } catch (IOException e) {
            throw new UsageException(words.of("journal.unreadable", file));
        }
    }

    private Content read(BufferedReader lines, long size) throws IOException, UsageException {
        String first = lines.readLine();
        RunIdentity identity = identity(first == null ? "" : first);
        length = String.valueOf(first).length() + 1L;
        standings.addAll(Collections.nCopies(identity.subscribers(), Standing.UNTOUCHED));
        int broken = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            lineNumber++;
            if (broken > 0) {
                throw new UsageException(words.of("journal.damaged", file, broken));
            }
            if (take(line)) {
                length += line.length() + 1L;
            } else {
                broken = lineNumber;
            }
        }
        return new Content(identity, List.copyOf(standings), length, size);
    }

    private RunIdentity identity(String line) throws UsageException {
        List<String> fields = JournalLine.fields(line).orElse(List.of());
        if (fields.size() < 2 || !fields.get(0).equals(NAME)) {
            throw new UsageException(words.of("journal.none", file));
        }
        if (!fields.get(1).equals(String.valueOf(VERSION))) {
            throw new UsageException(words.of("journal.version", file, fields.get(1), VERSION));
        }
        if (fields.size() != HEADER_FIELDS) {
            throw new UsageException(words.of("journal.none", file));
        }
        return new RunIdentity(
                fields.get(2), fields.get(3), Integer.parseInt(fields.get(4)), Instant.parse(fields.get(5)));
    }

    /** Whether the line is whole. An empty one says nothing: each run begins with one. */
    private boolean take(String bytes) {
        if (bytes.isEmpty()) {
            return true;
        }
        String line = new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        Optional<JournalEntry> entry = JournalLine.fields(line).flatMap(JournalEntry::parse);
        if (entry.isEmpty() || entry.get().number() > standings.size()) {
            return false;
        }
        int index = entry.get().number() - 1;
        standings.set(index, entry.get().after(standings.get(index)));
        return true;
    }
}
