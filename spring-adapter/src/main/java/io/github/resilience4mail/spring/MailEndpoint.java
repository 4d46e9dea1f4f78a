/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.throttle.LaneSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** The actuator endpoint {@code mail}: what the servers make of our mail, and which accounts are not logged in with. */
@Endpoint(id = "mail")
final class MailEndpoint {

    private final ServerStates states;
    private final MailRuntime runtime;
    private final Supplier<List<LaneSnapshot>> destinations;

    MailEndpoint(ServerStates states, MailRuntime runtime, Supplier<List<LaneSnapshot>> destinations) {
        this.states = states;
        this.runtime = runtime;
        this.destinations = destinations;
    }

    /**
     * What the endpoint shows.
     *
     * @param servers by name, such as mail-smtp.example.net:587
     * @param refusedLogins by account, such as shop@smtp.example.net:587
     * @param destinations to which mail is sent asynchronously, by server or by recipients' domain
     */
    record Overview(
            Map<String, Server> servers, Map<String, Refusal> refusedLogins, Map<String, Limits> destinations) {}

    /**
     * A server.
     *
     * @param accepted how many recipients' messages it has accepted since the start
     * @param refused how many attempts it has refused, by recipient
     * @param lastAcceptedAt when it accepted one
     * @param lastFailure why it last refused one
     * @param problem what to repair, in words
     * @param problemSince since when
     */
    record Server(
            long accepted,
            long refused,
            @Nullable Instant lastAcceptedAt,
            @Nullable String lastFailure,
            @Nullable String problem,
            @Nullable Instant problemSince) {}

    /**
     * An account with which no login is tried at present.
     *
     * @param problem what to repair, in words
     * @param until when it may be tried again, unless the password changes or somebody resets
     */
    record Refusal(String problem, Instant until) {}

    /**
     * How a destination is slowed down.
     *
     * @param openLanes how many connections are open
     * @param laneLimit how many may be
     * @param pace the most messages per second, as far as a limit is known
     * @param pausedUntil until when it is left alone, if it is
     * @param delivered how many messages it has accepted
     * @param refusals how many times it has refused for now
     */
    record Limits(
            int openLanes,
            int laneLimit,
            @Nullable Double pace,
            @Nullable Instant pausedUntil,
            long delivered,
            long refusals) {}

    /** Shows everything. */
    @ReadOperation
    Overview overview() {
        Map<String, Server> servers = new TreeMap<>();
        states.all().forEach((name, state) -> servers.put(name, server(state)));
        Map<String, Refusal> refused = new TreeMap<>();
        runtime.refusedLogins()
                .forEach((account, login) -> refused.put(
                        account.toString(), new Refusal(ServerStates.inWords(login.verdict()), login.until())));
        Map<String, Limits> limits = new TreeMap<>();
        destinations.get().forEach(lanes -> limits.put(lanes.destination(), limits(lanes)));
        return new Overview(servers, refused, limits);
    }

    private static Limits limits(LaneSnapshot lanes) {
        return new Limits(
                lanes.openLanes(),
                lanes.laneLimit(),
                lanes.pace().isPresent() ? lanes.pace().getAsDouble() : null,
                lanes.pausedUntil().orElse(null),
                lanes.delivered(),
                lanes.refusals());
    }

    private static Server server(ServerStates.State state) {
        Verdict failure = state.lastFailure();
        Verdict problem = state.problem();
        return new Server(
                state.accepted(),
                state.refused(),
                state.lastAcceptedAt(),
                failure == null ? null : failure.reason().name(),
                problem == null ? null : ServerStates.inWords(problem),
                state.problemSince());
    }

    /** Forgets refused logins and problems: for whoever has repaired an account at the server. */
    @DeleteOperation
    void reset() {
        runtime.resetAccounts();
        states.reset();
    }
}
