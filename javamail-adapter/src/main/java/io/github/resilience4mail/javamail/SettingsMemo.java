/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Settings, with what they were read from: to see that this has not changed costs a hundredth of reading and checking it
 * all again, which would be done three times for each {@code Transport.send}. Immutable.
 */
final class SettingsMemo {

    private final TransportSettings settings;
    private final List<String> prefixes;
    private final List<Entry> entries;
    private final int names;
    private final @Nullable String systemSwitch;

    /** A property that has a meaning, whether it is set or not. */
    private record Entry(String key, @Nullable Object value) {

        static Entry of(String key, Properties properties) {
            return new Entry(key, valueOf(key, properties));
        }

        private static @Nullable Object valueOf(String key, Properties properties) {
            Object own = properties.get(key);
            return own == null ? properties.getProperty(key) : own;
        }

        boolean isIn(Properties properties) {
            Object now = valueOf(key, properties);
            return now == value || (now instanceof String && now.equals(value));
        }
    }

    private SettingsMemo(Properties properties, String protocol) {
        // first what to compare with: a change in the meantime is then seen the next time
        prefixes = TransportSettings.prefixes(protocol);
        entries = entries(properties, prefixes);
        names = names(properties);
        systemSwitch = System.getProperty(TransportSettings.SWITCH);
        settings = TransportSettings.of(properties, protocol);
    }

    /**
     * Reads the settings of a session.
     *
     * @throws IllegalArgumentException with one sentence that names the property and the cure
     */
    static SettingsMemo of(Properties properties, String protocol) {
        return new SettingsMemo(properties, protocol);
    }

    private static List<Entry> entries(Properties properties, List<String> prefixes) {
        List<Entry> entries = new ArrayList<>();
        for (String prefix : prefixes) {
            for (String name : TransportSettings.names()) {
                entries.add(Entry.of(prefix + name, properties));
            }
        }
        return List.copyOf(entries);
    }

    TransportSettings settings() {
        return settings;
    }

    /** Whether reading again would bring the same: no value is another, and no name that nobody knows has come. */
    boolean isTrueOf(Properties properties) {
        for (Entry entry : entries) {
            if (!entry.isIn(properties)) {
                return false;
            }
        }
        return names == names(properties)
                && (systemSwitch == null
                        ? System.getProperty(TransportSettings.SWITCH) == null
                        : systemSwitch.equals(System.getProperty(TransportSettings.SWITCH)));
    }

    private int names(Properties properties) {
        int found = 0;
        for (Object key : properties.keySet()) {
            if (key instanceof String name && hasPrefix(name)) {
                found++;
            }
        }
        return found;
    }

    private boolean hasPrefix(String name) {
        for (String prefix : prefixes) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
