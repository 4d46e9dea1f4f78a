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
import java.util.OptionalDouble;
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

    private static final int VERSION = 3;

    /** It knew nothing of tarpits. */
    private static final int OLDEST = 2;

    /** To wait for one's turn is no pause. */
    private static final Duration NOT_WORTH_NAMING = Duration.ofSeconds(5);

    private final LaneSettings settings;
    private final Learnt learnt;

    /** What has been learnt; the settings are not part of it. */
    private record Learnt(
            ConcurrencyLimit connections,
            RateLimit rate,
            Rest rest,
            GreylistDelay greylist,
            Tarpit tarpit,
            int sessionCap,
            long delivered,
            long refusals) {

        static final Learnt NOTHING = new Learnt(
                ConcurrencyLimit.UNKNOWN,
                RateLimit.NONE,
                Rest.NONE,
                GreylistDelay.UNKNOWN,
                Tarpit.NONE,
                Integer.MAX_VALUE,
                0,
                0);

        Learnt with(ConcurrencyLimit value) {
            return new Learnt(value, rate, rest, greylist, tarpit, sessionCap, delivered, refusals);
        }

        Learnt with(RateLimit value) {
            return new Learnt(connections, value, rest, greylist, tarpit, sessionCap, delivered, refusals);
        }

        Learnt with(Rest value) {
            return new Learnt(connections, rate, value, greylist, tarpit, sessionCap, delivered, refusals);
        }

        Learnt with(GreylistDelay value) {
            return new Learnt(connections, rate, rest, value, tarpit, sessionCap, delivered, refusals);
        }

        Learnt with(Tarpit value) {
            return new Learnt(connections, rate, rest, greylist, value, sessionCap, delivered, refusals);
        }

        Learnt withCap(int value) {
            return new Learnt(
                    connections, rate, rest, greylist, tarpit, Math.min(value, sessionCap), delivered, refusals);
        }

        Learnt oneMoreDelivered() {
            return new Learnt(connections, rate, rest, greylist, tarpit, sessionCap, delivered + 1, refusals);
        }

        Learnt oneMoreRefused() {
            return new Learnt(connections, rate, rest, greylist, tarpit, sessionCap, delivered, refusals + 1);
        }
    }

    private LaneLimit(LaneSettings settings, Learnt learnt) {
        this.settings = settings;
        this.learnt = learnt;
    }

    /**
     * Knows nothing of the destination yet.
     *
     * @param settings what the user allows
     * @return a limit of one lane, which grows
     */
    public static LaneLimit of(LaneSettings settings) {
        return new LaneLimit(settings, Learnt.NOTHING);
    }

    /** {@return what the user allows} */
    public LaneSettings settings() {
        return settings;
    }

    /** {@return how many lanes may be open at once, 1 or more and never more than the user allows} */
    public int lanes() {
        return settings.isThrottled() ? learnt.connections().lanes() : settings.maxLanes();
    }

    /** {@return after how many messages a connection is to be replaced, 1 or more} */
    public int messagesPerConnection() {
        return Math.min(learnt.sessionCap(), settings.messagesPerConnection());
    }

    /**
     * Until when nothing may start because the server wants to be left alone.
     *
     * @param now the present
     * @return the end of the pause, or empty if there is none
     */
    public Optional<Instant> pausedUntil(Instant now) {
        Instant next = laterOf(now, until(now.toEpochMilli()));
        boolean isPause = Duration.between(now, next).compareTo(NOT_WORTH_NAMING) > 0
                || learnt.rest().until() > now.toEpochMilli();
        return isPause ? Optional.of(next) : Optional.empty();
    }

    private long until(long now) {
        if (!settings.isThrottled()) {
            return 0;
        }
        RateLimit rate = learnt.rate();
        long next = Math.max(rate.nextStart(now), learnt.tarpit().nextStart(rate.sends(), now));
        return Math.max(learnt.rest().until(), Math.min(next, impatience()));
    }

    /** After the longest pause that the user allows something is tried in any case. */
    private long impatience() {
        long last = learnt.rate().sends().begun().fromEnd(1);
        return last == Long.MIN_VALUE
                ? Long.MAX_VALUE
                : last + settings.longestPause().toMillis();
    }

    /**
     * When another connection may be made, if fewer than {@link #lanes()} are open.
     *
     * @param now the present
     * @return the present, or a later instant
     */
    public Instant nextConnect(Instant now) {
        return laterOf(
                now,
                settings.isThrottled()
                        ? Math.max(
                                learnt.connections().connectAt(), learnt.rest().until())
                        : 0);
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
        return laterOf(now, Math.max(until(millis), userLimits(millis)));
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
        long oldest =
                most == null ? Long.MIN_VALUE : learnt.rate().sends().begun().fromEnd(most);
        return oldest == Long.MIN_VALUE ? oldest : oldest + window.toMillis();
    }

    /**
     * How long a recipient who was greylisted should wait, counted from when that was first seen.
     *
     * @return what has proven to be enough here, or else what usually is
     */
    public Duration greylistDelay() {
        return Duration.ofMillis(learnt.greylist().delay());
    }

    /**
     * Learns from what happened.
     *
     * @param event what happened
     * @param now the present
     * @return the limit from now on
     */
    public LaneLimit on(LaneEvent event, Instant now) {
        long millis = now.toEpochMilli();
        Learnt more = event instanceof LaneEvent.Accepted accepted
                ? accepted(accepted, millis)
                : event instanceof LaneEvent.Refused refused ? refused(refused, millis) : other(event, millis);
        return new LaneLimit(settings, more);
    }

    private Learnt other(LaneEvent event, long now) {
        if (event instanceof LaneEvent.Started) {
            return learnt.with(learnt.rate().started(now));
        }
        if (event instanceof LaneEvent.Ended ended) {
            return served(ended.level(), millis(ended.startedAt()), now)
                    .with(learnt.rate().ended(millis(ended.startedAt())));
        }
        if (event instanceof LaneEvent.Connected connected) {
            return learnt.with(
                    learnt.connections().connected(connected.level(), millis(connected.startedAt()), most(), now));
        }
        if (event instanceof LaneEvent.Disconnected) {
            return learnt.with(learnt.connections().disconnected(now));
        }
        return learnt.with(greylist(event));
    }

    private GreylistDelay greylist(LaneEvent event) {
        GreylistDelay greylist = learnt.greylist();
        if (event instanceof LaneEvent.Greylisted greylisted) {
            return greylist.refused(greylisted.waited().toMillis());
        }
        if (event instanceof LaneEvent.GreylistTried tried) {
            return greylist.tried(tried.waited().toMillis());
        }
        return event instanceof LaneEvent.GreylistPassed passed
                ? greylist.passed(passed.waited().toMillis())
                : greylist;
    }

    private static long millis(Instant instant) {
        return instant.toEpochMilli();
    }

    private Learnt accepted(LaneEvent.Accepted event, long now) {
        return served(event.level(), millis(event.startedAt()), now)
                .with(learnt.rate().accepted(millis(event.startedAt()), now))
                .with(learnt.rest().accepted())
                .with(learnt.tarpit().accepted(learnt.rate().sends(), event.level(), millis(event.startedAt()), now))
                .oneMoreDelivered();
    }

    /** So many connections were borne. */
    private Learnt served(int level, long startedAt, long now) {
        return learnt.with(learnt.connections().served(level, startedAt, most(), now));
    }

    /** How many lanes may be tried: where messages are counted, more of them would gain nothing. */
    private int most() {
        return learnt.rate().model().isLimited() ? learnt.connections().lanes() : settings.maxLanes();
    }

    private Learnt refused(LaneEvent.Refused event, long now) {
        Verdict verdict = event.verdict();
        if (verdict.reason() == Reason.SESSION_LIMIT) {
            return learnt.with(learnt.rate().notCounted(millis(event.startedAt())))
                    .withCap(Math.max(1, event.onConnection()))
                    .oneMoreRefused();
        }
        if (!concernsAll(verdict, event.phase())) {
            return learnt.with(learnt.rate().ended(millis(event.startedAt())));
        }
        return (settings.isThrottled() ? learn(event, now) : learnt).oneMoreRefused();
    }

    private Learnt learn(LaneEvent.Refused event, long now) {
        Verdict verdict = event.verdict();
        long startedAt = millis(event.startedAt());
        if (verdict.throttle() && isCounted(verdict) && event.phase().compareTo(SmtpPhase.AUTH) > 0) {
            return learnt.with(learnt.rate().refused(startedAt, now));
        }
        Learnt ended = learnt.with(learnt.rate().notCounted(startedAt));
        Optional<Duration> wait = verdict.hint().or(() -> longDelay(verdict));
        if (wait.isPresent()) {
            Duration longest = verdict.hint().isPresent() ? settings.longestHint() : settings.longestPause();
            return ended.with(learnt.rest().atLeast(Math.min(wait.get().toMillis(), longest.toMillis()), now));
        }
        if (verdict.reason() == Reason.TOO_MANY_CONNECTIONS) {
            Learnt fewer = ended.with(learnt.connections()
                    .refused(event.level(), event.phase() == SmtpPhase.END_OF_DATA, startedAt, now));
            // not even one: others use up the quota, or it counts new connections
            return event.level() <= 1 ? fewer.with(longerRest(now)) : fewer;
        }
        return ended.with(longerRest(now));
    }

    /** Whether it is about messages in a window of time which has to be found out. */
    private static boolean isCounted(Verdict verdict) {
        return verdict.reason() != Reason.TOO_MANY_CONNECTIONS
                && verdict.hint().isEmpty()
                && longDelay(verdict).isEmpty();
    }

    private Rest longerRest(long now) {
        return learnt.rest().longer(settings.longestPause().toMillis(), now);
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

    /**
     * How it stands.
     *
     * @param destination what it is called
     * @param openLanes how many lanes are open
     * @param now the present
     * @return all that a display needs
     */
    public LaneSnapshot snapshot(String destination, int openLanes, Instant now) {
        int cap = learnt.sessionCap();
        return new LaneSnapshot(
                destination,
                openLanes,
                lanes(),
                pace(now.toEpochMilli()),
                pausedUntil(now),
                learnt.delivered(),
                learnt.refusals(),
                cap == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(cap));
    }

    private OptionalDouble pace(long now) {
        OptionalDouble counted = learnt.rate().model().pace();
        return counted.isPresent() || !settings.isThrottled()
                ? counted
                : learnt.tarpit().pace(now);
    }

    /**
     * The state as text, without the settings; some kilobytes at the most.
     *
     * @return a line of letters, digits and a few signs
     */
    public String encode() {
        StateWriter out = new StateWriter();
        out.number(VERSION).number(learnt.sessionCap());
        out.number(learnt.delivered()).number(learnt.refusals());
        learnt.connections().write(out);
        learnt.rest().write(out);
        learnt.greylist().write(out);
        learnt.rate().write(out);
        learnt.tarpit().write(out);
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
        if (version < OLDEST || version > VERSION) {
            throw new IllegalArgumentException("this state of a lane limit is of version " + version + ", and versions "
                    + OLDEST + " to " + VERSION + " can be read: start with a new one");
        }
        int cap = in.number(1, Integer.MAX_VALUE);
        long delivered = in.time();
        long refusals = in.time();
        ConcurrencyLimit connections = ConcurrencyLimit.read(in, settings.maxLanes());
        Rest rest = Rest.read(in);
        GreylistDelay greylist = GreylistDelay.read(in);
        RateLimit rate = RateLimit.read(in);
        Tarpit tarpit = version == OLDEST ? Tarpit.NONE : Tarpit.read(in);
        in.end();
        return new LaneLimit(settings, new Learnt(connections, rate, rest, greylist, tarpit, cap, delivered, refusals));
    }

    @Override
    public String toString() {
        return lanes() + " of " + settings.maxLanes() + " lanes, "
                + learnt.rate().model();
    }
}
