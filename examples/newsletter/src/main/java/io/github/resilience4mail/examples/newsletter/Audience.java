/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How many recipients there are, by domain. Immutable. */
final class Audience {

    private final Map<String, Integer> domains = new LinkedHashMap<>();
    private final List<String> bySize;
    private final int size;

    /**
     * @param first the domains that come first among those of one size
     */
    Audience(Collection<String> addresses, Collection<String> first) {
        first.forEach(domain -> domains.put(domain, 0));
        addresses.forEach(address -> domains.merge(domainOf(address), 1, Integer::sum));
        bySize = domains.keySet().stream()
                .filter(domain -> sizeOf(domain) > 0)
                .sorted(Comparator.comparing(this::sizeOf, Comparator.reverseOrder()))
                .toList();
        size = addresses.size();
    }

    /** The name of an address's domain, whatever case it is written in. */
    static String domainOf(String address) {
        return address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }

    int size() {
        return size;
    }

    int sizeOf(String domain) {
        return domains.getOrDefault(domain, 0);
    }

    /** The domains with most recipients, biggest first. */
    List<String> biggest(int count) {
        return bySize.subList(0, Math.min(count, bySize.size()));
    }

    int domains() {
        return bySize.size();
    }
}
