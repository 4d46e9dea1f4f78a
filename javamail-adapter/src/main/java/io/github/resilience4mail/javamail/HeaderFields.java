/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** A block of header fields, as in a message, a delivery status (RFC 3464) or a feedback report (RFC 5965). */
final class HeaderFields {

    private record Field(String name, StringBuilder value) {}

    private final List<Field> fields = new ArrayList<>();

    private HeaderFields() {}

    /** Reads blocks that are separated by empty lines; a line that is not a field is skipped. */
    static List<HeaderFields> blocks(String text) {
        List<HeaderFields> blocks = new ArrayList<>();
        HeaderFields block = new HeaderFields();
        for (Iterator<String> lines = text.lines().iterator(); lines.hasNext(); ) {
            String line = lines.next();
            if (line.isBlank()) {
                block = finish(block, blocks);
            } else {
                block.add(line);
            }
        }
        finish(block, blocks);
        return blocks;
    }

    private static HeaderFields finish(HeaderFields block, List<HeaderFields> blocks) {
        if (block.fields.isEmpty()) {
            return block;
        }
        blocks.add(block);
        return new HeaderFields();
    }

    /** The first block, which is all that a message's header has. */
    static HeaderFields first(String text) {
        List<HeaderFields> blocks = blocks(text);
        return blocks.isEmpty() ? new HeaderFields() : blocks.get(0);
    }

    private void add(String line) {
        if (Character.isWhitespace(line.charAt(0))) {
            if (!fields.isEmpty()) {
                fields.get(fields.size() - 1).value().append(' ').append(line.strip());
            }
            return;
        }
        int colon = line.indexOf(':');
        if (colon > 0) {
            String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            fields.add(
                    new Field(name, new StringBuilder(line.substring(colon + 1).strip())));
        }
    }

    boolean has(String name) {
        return !get(name).isEmpty();
    }

    /** The first value of a name in lower case; empty if there is none. */
    String get(String name) {
        for (Field field : fields) {
            if (field.name().equals(name)) {
                return field.value().toString();
            }
        }
        return "";
    }

    /** All values of a name. */
    List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .map(field -> field.value().toString())
                .toList();
    }

    /** What follows the type in a value such as {@code rfc822; user@example.org} or {@code smtp; 550 no}. */
    static String untyped(String value) {
        int semicolon = value.indexOf(';');
        if (semicolon < 0 || value.substring(0, semicolon).strip().indexOf(' ') >= 0) {
            return value.strip();
        }
        return value.substring(semicolon + 1).strip();
    }
}
