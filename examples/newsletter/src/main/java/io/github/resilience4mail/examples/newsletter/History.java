/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * How the sending to the biggest destinations went, and to all others together: so a list with very many domains takes
 * no more memory. Thread-safe.
 */
final class History {

    /** What stands for all the others; no domain is called so. */
    static final String OTHERS = "";

    private static final int MOST_DESTINATIONS = 12;
    private static final Duration WINDOW = Duration.ofMinutes(2);

    private final Supplier<Map<String, LaneFigures>> source;
    private final Map<String, Timeline> timelines = new LinkedHashMap<>();
    private final Map<String, LaneFigures> latest = new LinkedHashMap<>();

    History(Audience audience, Supplier<Map<String, LaneFigures>> source) {
        this.source = source;
        audience.biggest(MOST_DESTINATIONS).forEach(domain -> timelines.put(domain, new Timeline()));
        if (audience.domains() > MOST_DESTINATIONS) {
            timelines.put(OTHERS, new Timeline());
        }
        timelines.keySet().forEach(name -> latest.put(name, LaneFigures.NONE));
    }

    /**
     * Looks how things stand.
     *
     * @param at since the beginning
     */
    void look(Duration at) {
        Map<String, LaneFigures> all = source.get();
        synchronized (this) {
            latest.replaceAll((name, before) -> LaneFigures.NONE);
            all.forEach((domain, figures) -> {
                String name = timelines.containsKey(domain) ? domain : OTHERS;
                latest.computeIfPresent(name, (key, sum) -> sum.plus(figures));
            });
            timelines.forEach((name, timeline) ->
                    timeline.add(new Timeline.Moment(at, latest.getOrDefault(name, LaneFigures.NONE))));
        }
    }

    /** The destinations, the biggest first; {@link #OTHERS} last, if there are any. */
    List<String> destinations() {
        return List.copyOf(timelines.keySet());
    }

    synchronized LaneFigures latest(String destination) {
        return latest.getOrDefault(destination, LaneFigures.NONE);
    }

    /** How fast something grew of late. */
    synchronized double perMinute(String destination, ToLongFunction<LaneFigures> what) {
        Timeline timeline = timelines.get(destination);
        return timeline == null ? 0 : timeline.perMinute(WINDOW, what);
    }

    synchronized List<Timeline.Moment> moments(String destination) {
        Timeline timeline = timelines.get(destination);
        return timeline == null ? List.of() : timeline.moments();
    }
}
