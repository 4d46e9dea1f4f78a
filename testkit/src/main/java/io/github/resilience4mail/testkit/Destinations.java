/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import io.github.resilience4mail.time.Timekeeper;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The whole server, and each domain that it takes mail for: all of them, whether they were named or not. */
final class Destinations {

    private final Timekeeper timekeeper;
    private final Manners others;
    private final Destination server;
    private final Map<String, Destination> byDomain = new ConcurrentHashMap<>();

    Destinations(Timekeeper timekeeper, Manners server, Manners others, Map<String, Manners> named) {
        this.timekeeper = timekeeper;
        this.others = others;
        this.server = new Destination("this server", server, timekeeper);
        named.forEach((domain, manners) -> of(domain).change(manners));
    }

    Destination server() {
        return server;
    }

    Destination of(String domain) {
        return byDomain.computeIfAbsent(
                domain.toLowerCase(Locale.ROOT), name -> new Destination(name, others, timekeeper));
    }
}
