/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.catalogue.ReplyCatalogue;
import io.github.resilience4mail.engine.DeliveryListener;
import io.github.resilience4mail.engine.DeliveryListeners;
import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.policy.OnUnknown;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.smtp.PrintableText;
import io.github.resilience4mail.time.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code mail.smtp.retry.*} says (for smtps, {@code mail.smtps.retry.*} first), checked before anything is sent: a name that
 * nobody knows or a value that nobody understands is an error, not a default.
 */
final class TransportSettings {

    /** The system property that switches everything off, whatever the sessions say. */
    static final String SWITCH = "mail.smtp.retry.enabled";

    /** What {@code smtps} falls back to. */
    private static final String COMMON_PREFIX = "mail.smtp.retry.";

    /** What the names are, behind the prefix. */
    private static final List<String> NAMES = List.of(
            "enabled",
            "deadline",
            "lifetime",
            "quick",
            "maxdelay",
            "maxhint",
            "jitter",
            "onunknown",
            "language",
            "pipelining",
            "throttle");

    /** Names whose values are objects, put there by programs. */
    private static final List<String> OBJECT_NAMES = List.of("policy", "runtime", "catalogue", "listener");

    private static final String RUNTIME = "runtime";

    private static final String COMMON_RUNTIME = COMMON_PREFIX + RUNTIME;

    private final boolean enabled;
    private final MailRetryPolicy policy;
    private final MailRuntime runtime;
    private final DeliveryListeners listeners;
    private final Supplier<ReplyCatalogue> catalogue;
    private final Locale locale;
    private final boolean deadlineSet;
    private final Pipelining pipelining;
    private final boolean throttle;

    private TransportSettings(Reader reader) {
        enabled = reader.enabled();
        if (enabled) {
            reader.checkNames();
        }
        runtime = reader.object(RUNTIME, MailRuntime.class, MailRuntime::shared);
        listeners = reader.listeners(runtime);
        catalogue = reader.catalogue();
        locale = reader.locale();
        pipelining = reader.pipelining();
        throttle = reader.throttle();
        deadlineSet = reader.text("deadline") != null || reader.hasPolicyWithDeadline();
        policy = enabled ? reader.policy() : MailRetryPolicy.defaults();
    }

    private TransportSettings(TransportSettings other, MailRetryPolicy policy) {
        enabled = other.enabled;
        runtime = other.runtime;
        listeners = other.listeners;
        catalogue = other.catalogue;
        locale = other.locale;
        pipelining = other.pipelining;
        throttle = other.throttle;
        deadlineSet = true;
        this.policy = policy;
    }

    /**
     * Reads the settings of a session.
     *
     * @param properties the session's
     * @param protocol {@code smtp} or {@code smtps}
     * @throws IllegalArgumentException with one sentence that names the property and the cure
     */
    static TransportSettings of(Properties properties, String protocol) {
        return new TransportSettings(new Reader(properties, prefix(protocol)));
    }

    private static String prefix(String protocol) {
        return "mail." + protocol + ".retry.";
    }

    /** Where properties for a protocol stand: its own prefix, and the one that it falls back to. */
    static List<String> prefixes(String protocol) {
        String own = prefix(protocol);
        return own.equals(COMMON_PREFIX) ? List.of(own) : List.of(own, COMMON_PREFIX);
    }

    /** What may stand behind a prefix. */
    static List<String> names() {
        return Stream.concat(NAMES.stream(), OBJECT_NAMES.stream()).toList();
    }

    /** The name under which a runtime is looked for first. */
    static String runtimeKey(String protocol) {
        return prefix(protocol) + RUNTIME;
    }

    /** The runtime that the properties name, before anything is checked. */
    static MailRuntime runtimeIn(Properties properties, String runtimeKey) {
        Object own = properties.get(runtimeKey);
        Object named = own == null ? properties.get(COMMON_RUNTIME) : own;
        return named instanceof MailRuntime runtime ? runtime : MailRuntime.shared();
    }

    /** These, but for the policy. */
    TransportSettings with(MailRetryPolicy newPolicy) {
        return new TransportSettings(this, newPolicy);
    }

    /** These, with another deadline if the session names none. */
    TransportSettings withDeadline(Duration otherwise) {
        return deadlineSet ? this : with(policy.toBuilder().deadline(otherwise).build());
    }

    boolean enabled() {
        return enabled;
    }

    MailRetryPolicy policy() {
        return policy;
    }

    MailRuntime runtime() {
        return runtime;
    }

    /** The runtime's, and the session's own. */
    DeliveryListeners listeners() {
        return listeners;
    }

    /** The rules. They are loaded when the first reply has to be understood, not before: most mail just goes through. */
    ReplyCatalogue catalogue() {
        return catalogue.get();
    }

    Locale locale() {
        return locale;
    }

    Pipelining pipelining() {
        return pipelining;
    }

    /** Whether a bulk sender learns from refusals how much a destination bears. */
    boolean throttle() {
        return throttle;
    }

    /** Reads and checks. */
    private record Reader(Properties properties, String prefix) {

        boolean enabled() {
            String text = text("enabled");
            if (text != null && !"true".equalsIgnoreCase(text) && !"false".equalsIgnoreCase(text)) {
                throw bad("enabled", text, "true or false");
            }
            return !"false".equalsIgnoreCase(text) && !"false".equalsIgnoreCase(System.getProperty(SWITCH));
        }

        void checkNames() {
            TreeSet<String> names = new TreeSet<>(properties.stringPropertyNames());
            properties.keySet().stream().map(String::valueOf).forEach(names::add);
            for (String name : names) {
                for (String known : List.of(prefix, COMMON_PREFIX)) {
                    if (name.startsWith(known) && !isKnown(name, known.length())) {
                        throw new IllegalArgumentException("unknown property " + PrintableText.of(name, 100)
                                + ": behind " + known + " there may stand " + String.join(", ", NAMES));
                    }
                }
            }
        }

        private boolean isKnown(String name, int prefixLength) {
            String last = name.substring(prefixLength);
            return NAMES.contains(last) || (OBJECT_NAMES.contains(last) && properties.getProperty(name) == null);
        }

        @Nullable
        String text(String name) {
            String own = value(prefix + name);
            String text = own == null ? value(COMMON_PREFIX + name) : own;
            return text == null ? null : text.strip();
        }

        /** Numbers and booleans are as good as their texts, as everywhere in Angus Mail. */
        private @Nullable String value(String key) {
            Object own = properties.get(key);
            return own == null ? properties.getProperty(key) : own.toString();
        }

        <T> T object(String name, Class<T> type, Supplier<T> otherwise) {
            Object own = properties.get(prefix + name);
            Object value = own == null ? properties.get(COMMON_PREFIX + name) : own;
            if (value == null) {
                return otherwise.get();
            }
            if (!type.isInstance(value)) {
                throw new IllegalArgumentException("property " + prefix + name + " holds a "
                        + value.getClass().getName() + ": put a " + type.getName() + " object there");
            }
            return type.cast(value);
        }

        DeliveryListeners listeners(MailRuntime runtime) {
            DeliveryListener none = runtime.listeners();
            DeliveryListener own = object("listener", DeliveryListener.class, () -> none);
            return own == none ? runtime.listeners() : new DeliveryListeners(none, own);
        }

        Supplier<ReplyCatalogue> catalogue() {
            boolean given =
                    properties.get(prefix + "catalogue") != null || properties.get(COMMON_PREFIX + "catalogue") != null;
            if (!given) {
                return ReplyCatalogue::standard;
            }
            ReplyCatalogue own = object("catalogue", ReplyCatalogue.class, ReplyCatalogue::standard);
            return () -> own;
        }

        Locale locale() {
            String text = text("language");
            if (text == null || "en".equalsIgnoreCase(text)) {
                return Locale.ENGLISH;
            }
            if ("fr".equalsIgnoreCase(text)) {
                return Locale.FRENCH;
            }
            throw bad("language", text, "en or fr");
        }

        Pipelining pipelining() {
            String text = text("pipelining");
            try {
                return text == null ? Pipelining.ENVELOPE : Pipelining.valueOf(text.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw bad("pipelining", text, "off, envelope or full");
            }
        }

        boolean throttle() {
            String text = text("throttle");
            if (text == null || "on".equalsIgnoreCase(text)) {
                return true;
            }
            if ("off".equalsIgnoreCase(text)) {
                return false;
            }
            throw bad("throttle", text, "on or off");
        }

        /** A policy may have been put there for the sake of something else. */
        boolean hasPolicyWithDeadline() {
            Duration usual = MailRetryPolicy.defaults().deadline();
            return !object("policy", MailRetryPolicy.class, MailRetryPolicy::defaults)
                    .deadline()
                    .equals(usual);
        }

        MailRetryPolicy policy() {
            MailRetryPolicy.Builder builder =
                    object("policy", MailRetryPolicy.class, MailRetryPolicy::defaults).toBuilder();
            set("deadline", "a duration such as 30s", Durations::parse, builder::deadline);
            set("lifetime", "a duration such as 4d", Durations::parse, builder::lifetime);
            set("maxdelay", "a duration such as 15m", Durations::parse, builder::maxDelay);
            set("maxhint", "a duration such as 24h", Durations::parse, builder::maxHint);
            set("quick", "durations such as 1s, 3s, 9s, or none", Reader::durations, builder::quickRetries);
            set("jitter", "a number from 0 to 1", Double::valueOf, builder::jitter);
            set("onunknown", "resend or report", Reader::onUnknown, builder::onUnknown);
            try {
                return builder.build();
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "the properties " + prefix + "* contradict each other: " + e.getMessage(), e);
            }
        }

        private <T> void set(String name, String expected, Function<String, T> parser, Consumer<T> setter) {
            String text = text(name);
            if (text == null) {
                return;
            }
            T value;
            try {
                value = parser.apply(text);
            } catch (IllegalArgumentException e) {
                throw bad(name, text, expected);
            }
            setter.accept(value);
        }

        private static List<Duration> durations(String text) {
            List<Duration> list = new ArrayList<>();
            if (!"none".equalsIgnoreCase(text)) {
                for (String part : text.split(",", -1)) {
                    list.add(Durations.parse(part.strip()));
                }
            }
            return list;
        }

        private static OnUnknown onUnknown(String text) {
            return OnUnknown.valueOf(text.toUpperCase(Locale.ROOT));
        }

        private IllegalArgumentException bad(String name, String text, String expected) {
            return new IllegalArgumentException(
                    "property " + prefix + name + " is \"" + PrintableText.of(text, 60) + "\": use " + expected);
        }
    }
}
