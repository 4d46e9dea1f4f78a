/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

import io.github.resilience4mail.catalogue.DelayClass;
import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.catalogue.Scope;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.smtp.SmtpPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What one destination bears, as far as it is known: how many lanes at once, how many messages in a window of time, how
 * many over one connection, and whether it wants to be left alone for a while. A pure value: each event gives a new
 * one. It neither waits nor reads a clock, and draws no random number.
 *
 * <p>Whoever sends asks before a connection is made ({@link #lanes()}, {@link #nextConnect}) and before a message
 * begins ({@link #nextStart}), tells it of each {@link LaneEvent}, and may keep it as text ({@link #encode()}), for a
 * restart or for other nodes.
 */
public final class LaneLimit {

    private static final int VERSION = 1;

    /** Greylists usually open after five minutes (RFC 6647 section 5). */
    private static final Duration USUAL_GREYLIST_DELAY = Duration.ofSeconds(305);

    private final LaneSettings settings;
    private final ConcurrencyLimit connections;
    private final RateLimit rate;
    private final int sessionCap;
    private final long delivered;
    private final long refusals;

    private LaneLimit(
            LaneSettings settings,
            ConcurrencyLimit connections,
            RateLimit rate,
            int sessionCap,
            long delivered,
            long refusals) {
        this.settings = settings;
        this.connections = connections;
        this.rate = rate;
        this.sessionCap = sessionCap;
        this.delivered = delivered;
        this.refusals = refusals;
    }

    /**
     * Knows nothing of the destination yet.
     *
     * @param settings what the user allows
     * @return a limit of a few lanes, which grows
     */
    public static LaneLimit of(LaneSettings settings) {
        return new LaneLimit(settings, ConcurrencyLimit.UNKNOWN, RateLimit.NONE, Integer.MAX_VALUE, 0, 0);
    }

    /** {@return what the user allows} */
    public LaneSettings settings() {
        return settings;
    }

    /** {@return how many lanes may be open at once, 1 or more and never more than the user allows} */
    public int lanes() {
        return settings.isThrottled() ? connections.lanes() : settings.maxLanes();
    }

    /** {@return after how many messages a connection is to be replaced, 1 or more} */
    public int messagesPerConnection() {
        return Math.min(sessionCap, settings.messagesPerConnection());
    }

    /**
     * Until when nothing may start because the server wants to be left alone.
     *
     * @param now the present
     * @return the end of the pause, or empty if there is none
     */
    public Optional<Instant> pausedUntil(Instant now) {
        return rate.pausedUntil() > now.toEpochMilli()
                ? Optional.of(Instant.ofEpochMilli(rate.pausedUntil()))
                : Optional.empty();
    }

    /**
     * When another connection may be made, if fewer than {@link #lanes()} are open.
     *
     * @param now the present
     * @return the present, or a later instant
     */
    public Instant nextConnect(Instant now) {
        return laterOf(now, Math.max(connections.connectAt(), rate.pausedUntil()));
    }

    /**
     * When the next message may begin. Whoever begins one says so by {@link LaneEvent.Started} before anybody asks
     * again.
     *
     * @param now the present
     * @return the present, or a later instant
     */
    public Instant nextStart(Instant now) {
        long millis = now.toEpochMilli();
        return laterOf(now, Math.max(rate.nextStart(millis), userLimits(millis)));
    }

    private static Instant laterOf(Instant now, long then) {
        return then > now.toEpochMilli() ? Instant.ofEpochMilli(then) : now;
    }

    private long userLimits(long now) {
        long at = now;
        at = Math.max(at, leaves(settings.messagesPerSecond(), Duration.ofSeconds(1)));
        at = Math.max(at, leaves(settings.messagesPerMinute(), Duration.ofMinutes(1)));
        return Math.max(at, leaves(settings.messagesPerDay(), Duration.ofDays(1)));
    }

    /** When the window has room for one more. */
    private long leaves(@Nullable Integer most, Duration window) {
        long oldest = most == null ? Long.MIN_VALUE : rate.log().fromEnd(most);
        return oldest == Long.MIN_VALUE ? oldest : oldest + window.toMillis();
    }

    /**
     * How long a recipient who was greylisted should wait, counted from when that was first seen.
     *
     * @return what has proven to be enough here, or else what usually is
     */
    public Duration greylistDelay() {
        return USUAL_GREYLIST_DELAY;
    }

    /**
     * Learns from what happened.
     *
     * @param event what happened
     * @param now the present
     * @return the limit from now on
     */
    public LaneLimit on(LaneEvent event, Instant now) {
        if (event instanceof LaneEvent.Started) {
            return with(connections, rate.started(now.toEpochMilli()));
        }
        if (event instanceof LaneEvent.Accepted accepted) {
            return accepted(accepted, now.toEpochMilli());
        }
        if (event instanceof LaneEvent.Refused refused) {
            return refused(refused, now.toEpochMilli());
        }
        return this;
    }

    private LaneLimit accepted(LaneEvent.Accepted event, long now) {
        return new LaneLimit(
                settings,
                connections.accepted(event.level(), settings.maxLanes(), now),
                rate.accepted(),
                sessionCap,
                delivered + 1,
                refusals);
    }

    private LaneLimit refused(LaneEvent.Refused event, long now) {
        Verdict verdict = event.verdict();
        if (verdict.reason() == Reason.SESSION_LIMIT) {
            int cap = Math.max(1, Math.min(sessionCap, event.onConnection()));
            return new LaneLimit(settings, connections, rate, cap, delivered, refusals + 1);
        }
        if (!concernsAll(verdict, event.phase())) {
            return this;
        }
        LaneLimit counted = new LaneLimit(settings, connections, rate, sessionCap, delivered, refusals + 1);
        return settings.isThrottled() ? counted.learn(event, now) : counted;
    }

    private LaneLimit learn(LaneEvent.Refused event, long now) {
        long longestPause = settings.longestPause().toMillis();
        Verdict verdict = event.verdict();
        Optional<Duration> wait = verdict.hint().or(() -> longDelay(verdict));
        if (wait.isPresent()) {
            Duration longest = verdict.hint().isPresent() ? settings.longestHint() : settings.longestPause();
            long millis = Math.min(wait.get().toMillis(), longest.toMillis());
            return with(connections, rate.pausedFor(millis, now));
        }
        if (verdict.reason() != Reason.TOO_MANY_CONNECTIONS) {
            return with(connections, rate.refused(longestPause, now));
        }
        ConcurrencyLimit fewer = connections.refused(event.level(), now);
        // not even one: others use up the quota, or it counts new connections
        return with(fewer, event.level() <= 1 ? rate.refused(longestPause, now) : rate);
    }

    /** Hours and days are taken at their word; shorter classes are found out by trying. */
    private static Optional<Duration> longDelay(Verdict verdict) {
        return verdict.delayClass()
                .filter(c -> c.compareTo(DelayClass.MEDIUM) > 0)
                .map(DelayClass::shortest);
    }

    /**
     * Whether a refusal says something of the whole destination: it is asked to be sent less, or cannot be reached.
     *
     * @param verdict what the refusal means
     * @param phase where in the dialogue
     * @return false if it is about one message or recipient
     */
    public static boolean concernsAll(Verdict verdict, SmtpPhase phase) {
        boolean unreachable = phase.compareTo(SmtpPhase.AUTH) <= 0
                && (verdict.scope() == Scope.DESTINATION || verdict.scope() == Scope.ACCOUNT);
        return unreachable || verdict.throttle() || verdict.reason() == Reason.TOO_MANY_CONNECTIONS;
    }

    private LaneLimit with(ConcurrencyLimit newConnections, RateLimit newRate) {
        return new LaneLimit(settings, newConnections, newRate, sessionCap, delivered, refusals);
    }

    /**
     * How it stands.
     *
     * @param destination what it is called
     * @param openLanes how many lanes are open
     * @param now the present
     * @return all that a display needs
     */
    public LaneSnapshot snapshot(String destination, int openLanes, Instant now) {
        return new LaneSnapshot(
                destination,
                openLanes,
                lanes(),
                rate.pace(),
                pausedUntil(now),
                delivered,
                refusals,
                sessionCap == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(sessionCap));
    }

    /**
     * The state as text, without the settings; some kilobytes at the most.
     *
     * @return a line of letters, digits and a few signs
     */
    public String encode() {
        StateWriter out = new StateWriter();
        out.number(VERSION).number(sessionCap).number(delivered).number(refusals);
        connections.write(out);
        rate.write(out);
        return out.toString();
    }

    /**
     * The state from its text.
     *
     * @param text from {@link #encode()}
     * @param settings what the user allows now
     * @return the same state, within these settings
     * @throws IllegalArgumentException if the text is none of ours, or of a later version
     */
    public static LaneLimit decode(String text, LaneSettings settings) {
        StateReader in = new StateReader(text);
        int version = in.number(0, Integer.MAX_VALUE);
        if (version != VERSION) {
            throw new IllegalArgumentException("this state of a lane limit is of version " + version + ", and version "
                    + VERSION + " is the one that can be read: start with a new one");
        }
        int cap = in.number(1, Integer.MAX_VALUE);
        long delivered = in.time();
        long refusals = in.time();
        ConcurrencyLimit connections = ConcurrencyLimit.read(in, settings.maxLanes());
        RateLimit rate = RateLimit.read(in);
        in.end();
        return new LaneLimit(settings, connections, rate, cap, delivered, refusals);
    }

    @Override
    public String toString() {
        return lanes() + " of " + settings.maxLanes() + " lanes, paused until "
                + Instant.ofEpochMilli(rate.pausedUntil());
    }
}
