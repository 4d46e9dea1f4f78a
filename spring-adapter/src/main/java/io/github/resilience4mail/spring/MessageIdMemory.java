/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.SimpleMailMessage;

/**
 * Remembers under which Message-ID a {@link SimpleMailMessage} failed, so that it keeps it when the caller sends the very
 * same object again: a receiver can then tell that two copies are one. An object whose content has changed since is another
 * message. Thread-safe; it keeps the 1,000 latest, and none for longer than the caller does.
 */
final class MessageIdMemory {

    private static final int MAX_MESSAGES = 1_000;

    private final Map<Identity, Failed> failed = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Identity, Failed> eldest) {
            return size() > MAX_MESSAGES;
        }
    };

    private record Failed(SimpleMailMessage content, String messageId) {}

    synchronized Optional<String> idOf(SimpleMailMessage message) {
        Failed earlier = failed.get(new Identity(message));
        return Optional.ofNullable(earlier)
                .filter(e -> e.content().equals(message))
                .map(Failed::messageId);
    }

    synchronized void failed(SimpleMailMessage message, String messageId) {
        failed.keySet().removeIf(identity -> identity.refersTo(null));
        if (!messageId.isEmpty()) {
            failed.put(new Identity(message), new Failed(new SimpleMailMessage(message), messageId));
        }
    }

    synchronized void delivered(SimpleMailMessage message) {
        failed.remove(new Identity(message));
    }

    /** Equal if it is the same object. */
    private static final class Identity extends WeakReference<SimpleMailMessage> {

        private final int hash;

        Identity(SimpleMailMessage message) {
            super(message);
            hash = System.identityHashCode(message);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other == this || (other instanceof Identity that && get() != null && that.refersTo(get()));
        }
    }
}
