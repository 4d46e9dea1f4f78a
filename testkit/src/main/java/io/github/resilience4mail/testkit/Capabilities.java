/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What EHLO announces, by keyword. */
final class Capabilities {

    private final Map<String, String> lines;

    Capabilities(Map<String, String> lines) {
        this.lines = new LinkedHashMap<>(lines);
    }

    static String keyword(String line) {
        return line.strip().split(" ", 2)[0].toUpperCase(Locale.ROOT);
    }

    boolean has(String keyword) {
        return lines.containsKey(keyword);
    }

    /** The words behind a keyword, in upper case. */
    Set<String> words(String keyword) {
        String line = lines.getOrDefault(keyword, "").toUpperCase(Locale.ROOT);
        return Set.of(line.isEmpty() ? new String[0] : line.split(" +", -1));
    }

    /** The answer to EHLO; there is nothing to start where TLS is on already (RFC 3207 section 4.2). */
    List<String> announced(boolean secure) {
        List<String> announced = new ArrayList<>();
        lines.forEach((keyword, line) -> {
            if (!secure || !keyword.equals("STARTTLS")) {
                announced.add(line);
            }
        });
        return announced;
    }
}
