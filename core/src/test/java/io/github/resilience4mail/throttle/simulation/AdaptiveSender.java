/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle.simulation;

import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.throttle.LaneEvent;
import io.github.resilience4mail.throttle.LaneLimit;
import io.github.resilience4mail.throttle.LaneSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/** Ours: asks a lane limit, as the bulk sender does. */
final class AdaptiveSender implements Sender {

    private static final Instant START = Instant.parse("2030-01-01T12:00:00Z");

    private final TreeMap<Long, Integer> lanesSince = new TreeMap<>();
    private LaneLimit limit;

    AdaptiveSender(int maxLanes) {
        limit = LaneLimit.of(LaneSettings.builder().maxLanes(maxLanes).build());
    }

    /** How long after some time the lanes became as wanted for the first time, in seconds; infinite if never. */
    double secondsUntil(long from, IntPredicate wanted) {
        return lanesSince.tailMap(from).entrySet().stream()
                .filter(e -> wanted.test(e.getValue()))
                .mapToDouble(e -> (e.getKey() - from) / (double) Limits.SECOND)
                .findFirst()
                .orElse(Double.POSITIVE_INFINITY);
    }

    private static Instant at(long time) {
        return START.plusNanos(time * 1_000);
    }

    private static long micros(Instant instant) {
        return Duration.between(START, instant).toNanos() / 1_000;
    }

    private void tell(LaneEvent event, long now) {
        limit = limit.on(event, at(now));
        lanesSince.put(now, limit.lanes());
    }

    @Override
    public int lanes(long now) {
        return limit.lanes();
    }

    @Override
    public boolean connectsOneByOne() {
        return true;
    }

    @Override
    public long nextConnect(long now) {
        return micros(limit.nextConnect(at(now)));
    }

    @Override
    public long nextStart(long now) {
        return micros(limit.nextStart(at(now)));
    }

    @Override
    public int messagesPerConnection() {
        return limit.messagesPerConnection();
    }

    @Override
    public void started(long now) {
        tell(new LaneEvent.Started(), now);
    }

    @Override
    public void startedAgain(Reason why, long firstTriedAt, long now) {
        if (why == Reason.GREYLISTED) {
            tell(new LaneEvent.GreylistTried(Duration.between(at(firstTriedAt), at(now))), now);
        }
    }

    @Override
    public void accepted(Acceptance acceptance, long now) {
        tell(new LaneEvent.Accepted(acceptance.level(), at(acceptance.startedAt())), now);
        if (acceptance.waitedFor() == Reason.GREYLISTED) {
            Duration waited = Duration.between(at(acceptance.firstTriedAt()), at(acceptance.startedAt()));
            tell(new LaneEvent.GreylistPassed(waited), now);
        }
    }

    @Override
    public long refused(Refusal refusal, long now) {
        if (refusal.reason() == Reason.GREYLISTED) {
            Duration waited = Duration.between(at(refusal.firstTriedAt()), at(refusal.startedAt()));
            tell(new LaneEvent.Ended(refusal.level(), at(refusal.startedAt())), now);
            tell(new LaneEvent.Greylisted(waited), now);
            return UNTIL_GREYLISTING_ENDS;
        }
        Verdict verdict = Verdict.of(refusal.reason());
        tell(
                new LaneEvent.Refused(
                        refusal.phase(), verdict, refusal.level(), at(refusal.startedAt()), refusal.onConnection()),
                now);
        return verdict.throttle() || refusal.reason() == Reason.SESSION_LIMIT ? KEEPS_ITS_PLACE : Limits.SECOND;
    }

    @Override
    public void connected(int level, long startedAt, long now) {
        tell(new LaneEvent.Connected(level, at(startedAt)), now);
    }

    @Override
    public void disconnected(long now) {
        tell(new LaneEvent.Disconnected(), now);
    }

    @Override
    public long greylistDue(long firstTriedAt) {
        return firstTriedAt + limit.greylistDelay().toMillis() * 1_000;
    }
}
