/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.outbox.MailOutbox;
import io.github.resilience4mail.outbox.OutboxAttempt;
import io.github.resilience4mail.outbox.OutboxDepth;
import io.github.resilience4mail.outbox.OutboxFilter;
import io.github.resilience4mail.outbox.OutboxOperations;
import io.github.resilience4mail.outbox.OutboxParking;
import io.github.resilience4mail.outbox.OutboxRecipient;
import io.github.resilience4mail.outbox.OutboxState;
import io.github.resilience4mail.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/** The actuator endpoint {@code mailoutbox}: what is in the outbox, and what a person may do with it. */
@Endpoint(id = "mailoutbox")
final class MailOutboxEndpoint {

    private static final int PAGE = 100;
    private static final int LONGEST_PAGE = 1_000;

    private final MailOutbox outbox;
    private final Timekeeper timekeeper;

    MailOutboxEndpoint(MailOutbox outbox, Timekeeper timekeeper) {
        this.outbox = outbox;
        this.timekeeper = timekeeper;
    }

    /** What may be done. The names are what a request says. */
    enum Action {
        /** Due at once. */
        RETRY,
        /** Taken out: recipients only. */
        CANCEL,
        /** Neither sent nor ageing. */
        PARK,
        /** No longer parked. */
        RELEASE,
        /** Released if the server takes a login: the account only. */
        PROBE
    }

    /**
     * What the endpoint shows.
     *
     * @param depth how many recipients there are
     * @param parked the destinations that are parked, and why; * is the account
     * @param recipients a page of them
     */
    record Overview(List<Depth> depth, List<OutboxParking> parked, List<OutboxRecipient> recipients) {}

    /**
     * How many recipients of a destination are in a state.
     *
     * @param destination which
     * @param state which
     * @param recipients how many
     * @param oldestSeconds for how long the oldest has been in the outbox
     */
    record Depth(String destination, OutboxState state, long recipients, long oldestSeconds) {}

    /**
     * A recipient.
     *
     * @param recipient as its row stands
     * @param attempts those that did not end with an acceptance
     */
    record Details(OutboxRecipient recipient, List<OutboxAttempt> attempts) {}

    /**
     * What a request has changed.
     *
     * @param changed how many recipients, or destinations
     */
    record Changed(int changed) {}

    /**
     * Shows the depth of the queue, and a page of recipients.
     *
     * @param state only those in it
     * @param destination only those of it
     * @param after only those with higher numbers
     * @param limit how many, 1 to 1,000
     */
    @ReadOperation
    Overview overview(
            @org.springframework.lang.Nullable OutboxState state,
            @org.springframework.lang.Nullable String destination,
            @org.springframework.lang.Nullable Long after,
            @org.springframework.lang.Nullable Integer limit) {
        int most = limit == null ? PAGE : limit;
        if (most < 1 || most > LONGEST_PAGE) {
            throw bad("limit is " + most + ": use 1 to " + LONGEST_PAGE);
        }
        Instant now = timekeeper.now();
        return new Overview(
                operations().depth().stream().map(depth -> depth(depth, now)).toList(),
                operations().parked(),
                operations().list(new OutboxFilter(state, destination), after == null ? 0 : after, most));
    }

    private static Depth depth(OutboxDepth depth, Instant now) {
        return new Depth(
                depth.destination(),
                depth.state(),
                depth.recipients(),
                depth.age(now).toSeconds());
    }

    private OutboxOperations operations() {
        return outbox.operations();
    }

    private static InvalidEndpointRequestException bad(String sentence) {
        return new InvalidEndpointRequestException(sentence, sentence);
    }

    /**
     * Shows a recipient and what its attempts have brought.
     *
     * @param id its number
     * @return null, hence 404, if there is none of this number
     */
    @ReadOperation
    @Nullable
    Details show(@Selector long id) {
        return operations()
                .find(id)
                .map(recipient -> new Details(recipient, operations().attempts(id)))
                .orElse(null);
    }

    /**
     * Does something with a recipient.
     *
     * @param id its number
     * @param action what
     * @return 0 if it is not in a state in which this can be done
     */
    @WriteOperation
    Changed change(@Selector long id, Action action) {
        boolean done =
                switch (action) {
                    case RETRY -> operations().retryNow(id);
                    case CANCEL -> operations().cancel(id);
                    case PARK -> operations().park(id);
                    case RELEASE -> operations().release(id);
                    case PROBE -> throw bad("probe is for the account: leave out the number");
                };
        outbox.committed();
        return new Changed(done ? 1 : 0);
    }

    /**
     * Does something with a destination, or the account.
     *
     * @param action what
     * @param destination which; without, it is the account that is parked or released, and everybody who is retried
     * @return how many recipients are due at once, or whether it was parked or released
     */
    @WriteOperation
    Changed changeAll(Action action, @org.springframework.lang.Nullable String destination) {
        String name = destination == null ? OutboxParking.ACCOUNT : destination;
        boolean account = name.equals(OutboxParking.ACCOUNT);
        int changed =
                switch (action) {
                    case RETRY -> operations().retryAllNow(account ? null : name);
                    case PARK -> count(operations().parkDestination(name));
                    case RELEASE ->
                        count(
                                account
                                        ? operations().releaseAccount()
                                        : operations().releaseDestination(name));
                    case PROBE -> count(outbox.probe());
                    case CANCEL -> throw bad("cancel is for one recipient: name its number");
                };
        outbox.committed();
        return new Changed(changed);
    }

    private static int count(boolean changed) {
        return changed ? 1 : 0;
    }

    /**
     * Deletes recipients who have had their outcome for long enough.
     *
     * @param retention for how long an outcome is kept, such as 30d
     */
    @DeleteOperation
    Changed purge(Duration retention) {
        if (retention.isNegative()) {
            throw bad("retention is negative: use a duration such as 30d");
        }
        return new Changed(operations().purge(retention));
    }
}
