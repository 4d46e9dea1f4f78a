/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A message that was not delivered.
 *
 * @param message as the caller gave it
 * @param exception what Spring's sender, or we, make of it
 */
record FailedMessage(Object message, Exception exception) {

    /**
     * For {@code MailSendException}, which takes its exceptions from the values, and copies the entries: equal messages,
     * of which a usual map has room for one, have each its value here.
     */
    static Map<Object, Exception> asMap(List<FailedMessage> failures) {
        List<Map.Entry<Object, Exception>> entries = failures.stream()
                .<Map.Entry<Object, Exception>>map(f -> Map.entry(f.message(), f.exception()))
                .toList();
        return new AbstractMap<>() {
            @Override
            public Set<Entry<Object, Exception>> entrySet() {
                return new AbstractSet<>() {
                    @Override
                    public Iterator<Entry<Object, Exception>> iterator() {
                        return entries.iterator();
                    }

                    @Override
                    public int size() {
                        return entries.size();
                    }
                };
            }
        };
    }
}
