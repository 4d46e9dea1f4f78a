/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One mail transaction: from MAIL on. */
final class Transaction {

    /** An envelope address and the parameters behind it. */
    record Path(String address, String parameters) {

        /** Reads {@code FROM:<a@b> SIZE=1}; null if it is none. */
        static @Nullable Path parse(String argument, String keyword) {
            if (!argument.regionMatches(true, 0, keyword, 0, keyword.length())) {
                return null;
            }
            String rest = argument.substring(keyword.length()).strip();
            int end = rest.startsWith("<") ? closingBracket(rest) : -1;
            return end < 0 ? null : new Path(rest.substring(1, end), rest.substring(end + 1));
        }

        private static int closingBracket(String path) {
            boolean quoted = false;
            for (int i = 1; i < path.length(); i++) {
                char c = path.charAt(i);
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = !quoted;
                } else if (c == '>' && !quoted) {
                    return i;
                }
            }
            return -1;
        }

        /** The size that the client announced (RFC 1870), or 0. */
        long size() {
            for (String parameter : parameters.strip().split(" +", -1)) {
                if (parameter.regionMatches(true, 0, "SIZE=", 0, 5) && parameter.matches(".{5}[0-9]{1,18}")) {
                    return Long.parseLong(parameter.substring(5));
                }
            }
            return 0;
        }
    }

    private final String sender;
    private final long announcedSize;
    private final List<String> recipients = new ArrayList<>();
    private final Set<Destination> counted = new HashSet<>();
    private @Nullable MessageCollector chunks;
    private boolean spoilt;

    Transaction(Path from) {
        this.sender = from.address();
        this.announcedSize = from.size();
    }

    static String domainOf(String address) {
        return address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }

    String sender() {
        return sender;
    }

    long announcedSize() {
        return announcedSize;
    }

    void add(String recipient) {
        recipients.add(recipient);
    }

    List<String> recipients() {
        return recipients;
    }

    Set<String> domains() {
        Set<String> domains = new LinkedHashSet<>();
        recipients.forEach(recipient -> domains.add(domainOf(recipient)));
        return domains;
    }

    /** Whether this is the message's first recipient there: a message counts once in each window. */
    boolean isNewTo(Destination destination) {
        return counted.add(destination);
    }

    void forget(Destination destination) {
        counted.remove(destination);
    }

    /** What BDAT has brought so far. */
    MessageCollector chunks(boolean keeping) {
        if (chunks == null) {
            chunks = new MessageCollector(keeping);
        }
        return chunks;
    }

    /** Marks that a chunk was refused: the rest of the message is of no use. */
    void spoil() {
        spoilt = true;
    }

    boolean isSpoilt() {
        return spoilt;
    }
}
