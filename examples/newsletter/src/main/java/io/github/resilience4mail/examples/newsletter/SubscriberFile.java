/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.smtp.PrintableText;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A list of recipients: one address a line, in UTF-8; blank lines and what begins with {@code #} do not count. A line
 * that is broken ends the program before anything is sent. An address that is named twice is sent to once.
 */
final class SubscriberFile {

    private static final int SHOWN = 60;

    private final Path file;
    private final Words words;
    private final Map<String, Integer> lineByAddress = new LinkedHashMap<>();
    private final List<String> addresses = new ArrayList<>();
    private final List<String> repeated = new ArrayList<>();

    private SubscriberFile(Path file, Words words) {
        this.file = file;
        this.words = words;
    }

    /**
     * Reads a file.
     *
     * @throws UsageException with one sentence that names the file, the line, the problem and the cure
     */
    static SubscriberFile read(Path file, Words words) throws UsageException {
        SubscriberFile result = new SubscriberFile(file, words);
        // byte by byte first: so a line that is not UTF-8 can be named
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                result.take(++number, line);
            }
        } catch (NoSuchFileException e) {
            throw new UsageException(words.of("file.missing", file));
        } catch (IOException e) {
            throw new UsageException(words.of("file.unreadable", file));
        }
        if (result.addresses.isEmpty()) {
            throw new UsageException(words.of("file.empty", file));
        }
        return result;
    }

    /** Each recipient once, in the order of the file. */
    List<String> addresses() {
        return addresses;
    }

    /** A remark on each address that stands there again. */
    List<String> remarks() {
        return repeated;
    }

    private void take(int number, String bytes) throws UsageException {
        String line = decode(number, bytes).strip();
        if (number == 1 && line.startsWith("\uFEFF")) {
            // the byte order mark that some editors put first
            line = line.substring(1).strip();
        }
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        check(number, line);
        Integer earlier = lineByAddress.putIfAbsent(key(line), number);
        if (earlier == null) {
            addresses.add(line);
        } else {
            repeated.add(words.of("file.repeated", file, number, line, earlier));
        }
    }

    private String decode(int number, String bytes) throws UsageException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw broken(number, "file.encoding", bytes);
        }
    }

    private void check(int number, String line) throws UsageException {
        if (line.chars().anyMatch(Character::isISOControl)) {
            throw broken(number, "file.control", line);
        }
        if (line.indexOf('@') < 0) {
            throw broken(number, "file.domain", line);
        }
        InternetAddress address;
        try {
            address = new InternetAddress(line, true);
        } catch (AddressException e) {
            throw broken(number, "file.address", line);
        }
        if (address.isGroup() || !line.equals(address.getAddress())) {
            throw broken(number, "file.more", line);
        }
    }

    private UsageException broken(int number, String key, String line) {
        return new UsageException(words.of(key, file, number, PrintableText.of(line, SHOWN)));
    }

    /** A domain's case does not matter, a mailbox's may. */
    private static String key(String address) {
        int at = address.lastIndexOf('@');
        return address.substring(0, at) + address.substring(at).toLowerCase(Locale.ROOT);
    }
}
