/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The limits of known providers: data, each with its source and its date. Immutable and thread-safe. */
public final class ProviderProfiles {

    private static final String STANDARD = "providers.yaml";
    private static final Set<String> KEYS = Set.of(
            "id",
            "hosts",
            "maxLanes",
            "messagesPerSecond",
            "messagesPerMinute",
            "messagesPerDay",
            "messagesPerConnection",
            "source",
            "seen");

    private final List<ProviderProfile> profiles;

    private ProviderProfiles(List<ProviderProfile> profiles) {
        this.profiles = List.copyOf(profiles);
    }

    /** {@return those that come with the library} */
    public static ProviderProfiles standard() {
        try (InputStream in = ProviderProfiles.class.getResourceAsStream(STANDARD)) {
            if (in == null) {
                throw new IllegalStateException(STANDARD + " is missing from this jar: build it again");
            }
            return read(STANDARD, in);
        } catch (IOException e) {
            throw new IllegalStateException(STANDARD + " in this jar cannot be read: build it again", e);
        }
    }

    /**
     * Reads profiles from YAML, in the form of ours.
     *
     * @param name of the file, for messages
     * @param in its bytes in UTF-8; not closed
     * @return the profiles
     * @throws IllegalArgumentException if a row is not one, in one sentence that names it
     */
    public static ProviderProfiles read(String name, InputStream in) {
        LoadSettings settings = LoadSettings.builder()
                .setAllowDuplicateKeys(false)
                .setLabel(name)
                .build();
        Object rows;
        try {
            rows = new Load(settings).loadFromInputStream(in);
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException(name + " is not YAML: " + e.getMessage(), e);
        }
        if (!(rows instanceof List<?> list)) {
            throw new IllegalArgumentException(name + " is not a list of profiles: begin each with \"- id:\"");
        }
        List<ProviderProfile> profiles = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Object row : list) {
            ProviderProfile profile = profile(name + ", profile " + (profiles.size() + 1), row);
            if (!ids.add(profile.id())) {
                throw new IllegalArgumentException(name + " has two profiles with the id " + profile.id());
            }
            profiles.add(profile);
        }
        return new ProviderProfiles(profiles);
    }

    private static ProviderProfile profile(String place, @Nullable Object row) {
        if (!(row instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(place + " is not a map of keys and values");
        }
        for (Object key : map.keySet()) {
            if (!(key instanceof String text) || !KEYS.contains(text)) {
                throw new IllegalArgumentException(place + " has the unknown key \"" + key + "\": known are "
                        + KEYS.stream().sorted().toList());
            }
        }
        return new ProviderProfile(
                text(place, map, "id"),
                hosts(place, map.get("hosts")),
                limits(place, map),
                text(place, map, "source"),
                date(place, text(place, map, "seen")));
    }

    private static LaneSettings limits(String place, Map<?, ?> map) {
        LaneSettings.Builder limits = LaneSettings.builder();
        set(place, map, "maxLanes", limits::maxLanes);
        set(place, map, "messagesPerSecond", limits::messagesPerSecond);
        set(place, map, "messagesPerMinute", limits::messagesPerMinute);
        set(place, map, "messagesPerDay", limits::messagesPerDay);
        set(place, map, "messagesPerConnection", limits::messagesPerConnection);
        return limits.build();
    }

    private static void set(String place, Map<?, ?> map, String key, IntFunction<LaneSettings.Builder> setter) {
        Object value = map.get(key);
        if (value == null) {
            return;
        }
        if (!(value instanceof Integer number) || number < 1) {
            throw new IllegalArgumentException(place + ": " + key + " is a whole number of 1 or more, not " + value);
        }
        LaneSettings.Builder unused = setter.apply(number);
    }

    private static String text(String place, Map<?, ?> map, String key) {
        if (map.get(key) instanceof String text && !text.isBlank()) {
            return text;
        }
        throw new IllegalArgumentException(place + " has no " + key + ": give it one, in quotes if it is a number");
    }

    private static List<String> hosts(String place, @Nullable Object value) {
        List<String> hosts = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(host -> hosts.add(String.valueOf(host).toLowerCase(Locale.ROOT)));
        }
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException(place + " has no hosts: give a list of at least one");
        }
        return hosts;
    }

    private static LocalDate date(String place, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(place + ": seen is a date such as 2030-01-31, not " + text, e);
        }
    }

    /**
     * Looks a server up.
     *
     * @param host its name, in any case
     * @return the profile of its provider, or empty if none is known
     */
    public Optional<ProviderProfile> forHost(String host) {
        String plain = host.toLowerCase(Locale.ROOT);
        return profiles.stream().filter(profile -> profile.isOf(plain)).findFirst();
    }

    /** {@return all of them} */
    public List<ProviderProfile> all() {
        return profiles;
    }
}
