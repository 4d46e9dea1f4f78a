/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;

/** One line of a journal: fields between tabs, and a checksum, by which a line that was torn is recognised. */
final class JournalLine {

    private static final String TAB = "\t";

    private JournalLine() {}

    /**
     * The line, with its end.
     *
     * @param fields without tabs and line ends
     */
    static String of(List<String> fields) {
        String text = String.join(TAB, fields);
        return text + TAB + checksum(text) + "\n";
    }

    /** The fields of a line without its end; empty if the line is not as it was written. */
    static Optional<List<String>> fields(String line) {
        int last = line.lastIndexOf(TAB);
        if (last < 0 || !line.substring(last + 1).equals(checksum(line.substring(0, last)))) {
            return Optional.empty();
        }
        return Optional.of(List.of(line.substring(0, last).split(TAB, -1)));
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }
}
