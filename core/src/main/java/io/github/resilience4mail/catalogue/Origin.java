/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import java.util.List;
import java.util.Locale;

/**
 * Whose servers a rule is about: known by the name of the host, or by words that only they write into their replies.
 *
 * @param hosts suffixes of host names, in lower case, without a leading dot
 * @param markers words that give the sender of a reply away where the host is not known
 */
record Origin(List<String> hosts, List<Phrase> markers) {

    Origin {
        hosts = List.copyOf(hosts);
        markers = List.copyOf(markers);
    }

    /**
     * Checks one suffix as it stands in a file.
     *
     * @throws IllegalArgumentException with what is wrong and how to cure it
     */
    static String host(String text) {
        boolean clean = !text.isEmpty()
                && !text.startsWith(".")
                && !text.endsWith(".")
                && text.equals(text.toLowerCase(Locale.ROOT))
                && text.chars().noneMatch(c -> c <= ' ' || c == '*');
        if (!clean) {
            throw new IllegalArgumentException("\"" + text
                    + "\" is not the end of a host name; write it in lower case, without wildcards or dots at the ends,"
                    + " such as mail.example.net");
        }
        return text;
    }
}
