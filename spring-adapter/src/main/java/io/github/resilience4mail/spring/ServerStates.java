/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.catalogue.Decision;
import io.github.resilience4mail.catalogue.Scope;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.engine.Acceptance;
import io.github.resilience4mail.engine.AttemptResult;
import io.github.resilience4mail.engine.DeliveryEvent;
import io.github.resilience4mail.engine.DeliveryEvent.AttemptEnded;
import io.github.resilience4mail.engine.DeliveryEvent.ConnectFailed;
import io.github.resilience4mail.engine.DeliveryEvent.LoginRefused;
import io.github.resilience4mail.engine.DeliveryListener;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the servers have made of our mail, as far as it was heard: nothing is sent to find out. A server has a problem from
 * when somebody has to repair an account or the configuration until it accepts a message. Thread-safe and bounded: it knows
 * the 1,000 latest servers.
 */
final class ServerStates implements DeliveryListener {

    private static final int MAX_SERVERS = 1_000;

    private final Map<String, State> states = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, State> eldest) {
            return size() > MAX_SERVERS;
        }
    };

    /**
     * What is known of a server.
     *
     * @param accepted how many recipients' messages it has accepted
     * @param refused how many it has not
     * @param lastAcceptedAt when it accepted one
     * @param lastFailure what its last failure meant
     * @param problem what somebody has to repair
     * @param problemSince when that was first heard of
     */
    record State(
            long accepted,
            long refused,
            @Nullable Instant lastAcceptedAt,
            @Nullable Verdict lastFailure,
            @Nullable Verdict problem,
            @Nullable Instant problemSince) {

        private static final State NEW = new State(0, 0, null, null, null, null);

        State accepted(long more, Instant at) {
            return new State(accepted + more, refused, at, lastFailure, null, null);
        }

        State failed(long more, Verdict verdict) {
            return new State(accepted, refused + more, lastAcceptedAt, verdict, problem, problemSince);
        }

        State toRepair(Verdict verdict, Instant at) {
            return new State(
                    accepted, refused, lastAcceptedAt, verdict, verdict, problemSince == null ? at : problemSince);
        }

        State repaired() {
            return new State(accepted, refused, lastAcceptedAt, lastFailure, null, null);
        }
    }

    @Override
    public synchronized void on(DeliveryEvent event) {
        if (event instanceof LoginRefused refused) {
            put(refused.name(), state(refused.name()).toRepair(refused.verdict(), refused.at()));
        } else if (event instanceof ConnectFailed failed) {
            failed(failed.name(), 0, failed.verdict(), failed.at());
        } else if (event instanceof AttemptEnded ended) {
            ended(ended);
        }
    }

    private void ended(AttemptEnded ended) {
        for (AttemptResult result : ended.results().values()) {
            result.verdict().ifPresent(verdict -> failed(ended.name(), 1, verdict, ended.at()));
        }
        long accepted = ended.results().values().stream()
                .filter(result -> result.acceptance() == Acceptance.YES)
                .count();
        if (accepted > 0) {
            put(ended.name(), state(ended.name()).accepted(accepted, ended.at()));
        }
    }

    private void failed(String server, long recipients, Verdict verdict, Instant at) {
        State failed = state(server).failed(recipients, verdict);
        boolean everybody = verdict.scope() == Scope.ACCOUNT || recipients == 0;
        put(server, everybody && verdict.decision() == Decision.FIX_CONFIG ? failed.toRepair(verdict, at) : failed);
    }

    private State state(String server) {
        return states.getOrDefault(server, State.NEW);
    }

    private void put(String server, State state) {
        states.put(server, state);
    }

    /** All, by their names. */
    synchronized Map<String, State> all() {
        return new TreeMap<>(states);
    }

    /** Forgets all problems, until they are heard of again. */
    synchronized void reset() {
        states.replaceAll((server, state) -> state.repaired());
    }

    /** What has to be repaired, by server, in words; empty if all is well. */
    Map<String, String> problems() {
        Map<String, String> problems = new TreeMap<>();
        all().forEach((server, state) -> {
            Verdict problem = state.problem();
            if (problem != null) {
                problems.put(server, inWords(problem));
            }
        });
        return problems;
    }

    static String inWords(Verdict verdict) {
        var explanation = verdict.explain(Locale.ENGLISH);
        return verdict.reason() + ": " + explanation.title() + ". " + explanation.action();
    }
}
