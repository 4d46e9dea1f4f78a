/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle.simulation;

import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.throttle.simulation.Sender.Acceptance;
import io.github.resilience4mail.throttle.simulation.Sender.Refusal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** One sender and one server, or more senders, in virtual time: a queue of events, no thread, no clock. */
final class Simulation {

    private static final long IDLE = 5 * Limits.SECOND;
    private static final long LONGEST = 2 * 86_400 * Limits.SECOND;
    private static final long MOST_EVENTS = 3_000_000;

    private record Event(long at, long number, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private final SimulatedServer server;
    private long now;
    private long number;

    Simulation(SimulatedServer server) {
        this.server = server;
    }

    /** Lets one sender send its messages, and says how it went. */
    static Result run(SimulatedServer server, Sender sender, int messages) {
        Simulation simulation = new Simulation(server);
        Client client = simulation.add(sender, messages, 0);
        simulation.run();
        return client.result();
    }

    Client add(Sender sender, int messages, long from) {
        Client client = new Client(sender, messages);
        at(from, client::dispatch);
        return client;
    }

    void run() {
        long handled = 0;
        while (!events.isEmpty() && now <= LONGEST && handled++ < MOST_EVENTS) {
            Event event = events.remove();
            now = event.at();
            event.action().run();
        }
    }

    private void at(long time, Runnable action) {
        events.add(new Event(Math.max(time, now), number++, action));
    }

    /** A message on its way. */
    private static final class Mail {
        private final int id;
        private int attempts;
        private long firstTriedAt = -1;
        private long until;
        private @Nullable Reason why;

        Mail(int id) {
            this.id = id;
        }
    }

    /** A sender with its messages and its lanes. */
    final class Client {

        private final Sender sender;
        private final int messages;
        private final Deque<Mail> ready = new ArrayDeque<>();
        private final PriorityQueue<Mail> waiting = new PriorityQueue<>(
                Comparator.comparingLong((Mail mail) -> mail.until).thenComparingInt(mail -> mail.id));
        private final Deque<Mail> greylisted = new ArrayDeque<>();
        private final List<Lane> lanes = new ArrayList<>();
        private final List<Long> deliveredAt = new ArrayList<>();
        private int refusals;
        private int attempts;
        private int lost;
        private long wakeAt = Long.MAX_VALUE;

        Client(Sender sender, int messages) {
            this.sender = sender;
            this.messages = messages;
            for (int i = 0; i < messages; i++) {
                ready.add(new Mail(i));
            }
        }

        Result result() {
            return new Result(messages, deliveredAt, refusals, lost, attempts);
        }

        private void dispatch() {
            moveDue();
            for (Lane lane : List.copyOf(lanes)) {
                lane.goOn();
            }
            while (hasReady()
                    && lanes.size() < sender.lanes(now)
                    && sender.nextConnect(now) <= now
                    && !(sender.connectsOneByOne() && lanes.stream().anyMatch(l -> !l.connected))
                    && sender.nextStart(now) <= now) {
                Lane lane = new Lane(this);
                lanes.add(lane);
                lane.goOn();
            }
            wakeLater();
        }

        private void moveDue() {
            while (!waiting.isEmpty() && waiting.element().until <= now) {
                ready.add(waiting.remove());
            }
        }

        private boolean hasReady() {
            return !ready.isEmpty() || (!greylisted.isEmpty() && greylistDue() <= now);
        }

        private long greylistDue() {
            return sender.greylistDue(greylisted.getFirst().firstTriedAt);
        }

        private Mail take() {
            return ready.isEmpty() ? greylisted.removeFirst() : ready.removeFirst();
        }

        private void wakeLater() {
            long next = waiting.isEmpty() ? Long.MAX_VALUE : waiting.element().until;
            if (!greylisted.isEmpty()) {
                next = Math.min(next, Math.max(greylistDue(), now + 1_000));
            }
            if (hasReady()) {
                long start = sender.nextStart(now);
                long connect = lanes.size() < sender.lanes(now) ? sender.nextConnect(now) : now;
                long change = Math.max(start, lanes.stream().anyMatch(l -> l.idle) ? now : connect);
                next = change > now ? Math.min(next, change) : next;
            }
            if (next < Long.MAX_VALUE && (next < wakeAt || wakeAt <= now)) {
                wakeAt = next;
                at(next, this::dispatch);
            }
        }

        private int level(Lane lane, SmtpPhase phase) {
            if (phase == SmtpPhase.CONNECT) {
                return 1
                        + (int) lanes.stream()
                                .filter(l -> l != lane && l.connectingSince <= lane.connectingSince)
                                .count();
            }
            if (phase == SmtpPhase.END_OF_DATA) {
                return (int) lanes.stream().filter(l -> l.connected && !l.idle).count();
            }
            return proven();
        }

        private int proven() {
            return (int) lanes.stream().filter(l -> l.proven).count();
        }

        private void accepted(Lane lane, Mail mail, long startedAt) {
            lane.proven = true;
            deliveredAt.add(now);
            sender.accepted(new Acceptance(proven(), startedAt, mail.firstTriedAt, mail.why), now);
        }

        private void refused(Lane lane, Mail mail, SmtpPhase phase, Reason reason, long startedAt) {
            refusals++;
            lane.proven |= reason == Reason.GREYLISTED || reason == Reason.LOCAL_ERROR;
            int level = level(lane, phase);
            long wait = sender.refused(
                    new Refusal(phase, reason, level, startedAt, lane.carried, mail.attempts, mail.firstTriedAt), now);
            if (wait == Sender.LOST) {
                lost++;
            } else if (wait == Sender.KEEPS_ITS_PLACE) {
                mail.why = mail.why == Reason.GREYLISTED ? mail.why : null;
                ready.addFirst(mail);
            } else if (wait == Sender.UNTIL_GREYLISTING_ENDS) {
                mail.why = reason;
                greylisted.add(mail);
            } else {
                mail.until = now + wait;
                mail.why = reason;
                waiting.add(mail);
            }
        }
    }

    /** One connection. */
    private final class Lane {

        private final Client client;
        private boolean connected;
        private boolean proven;
        private boolean idle = true;
        private int carried;
        private long idleSince;
        private long connectingSince;

        Lane(Client client) {
            this.client = client;
        }

        /** Takes the next message, if it is idle and there is one. */
        private void goOn() {
            if (!idle) {
                return;
            }
            Sender sender = client.sender;
            if (client.lanes.size() > sender.lanes(now) || carried >= sender.messagesPerConnection()) {
                close();
                client.dispatch();
            } else if (client.hasReady() && sender.nextStart(now) <= now) {
                begin(client.take());
            }
        }

        private void begin(Mail mail) {
            idle = false;
            client.sender.started(now);
            if (mail.why != null) {
                client.sender.startedAgain(mail.why, mail.firstTriedAt, now);
            }
            client.attempts++;
            mail.attempts++;
            mail.firstTriedAt = mail.firstTriedAt < 0 ? now : mail.firstTriedAt;
            long startedAt = now;
            if (connected) {
                transact(mail, startedAt);
                return;
            }
            connectingSince = now;
            long quarter = server.service() / 4;
            at(now + quarter / 2, () -> {
                Reason refusal = server.connect(now);
                at(now + quarter / 2, () -> greeted(refusal, mail, startedAt));
            });
        }

        private void greeted(@Nullable Reason refusal, Mail mail, long startedAt) {
            if (refusal != null) {
                client.lanes.remove(this);
                client.refused(this, mail, SmtpPhase.CONNECT, refusal, startedAt);
                client.dispatch();
            } else {
                connected = true;
                client.sender.connected(client.level(this, SmtpPhase.CONNECT), startedAt, now);
                transact(mail, startedAt);
                client.dispatch();
            }
        }

        private void transact(Mail mail, long startedAt) {
            long service = server.service() + server.tarpit(now);
            long end = now + service;
            at(now + service / 8, () -> {
                Reason refusal = server.envelope(mail.id, carried, now);
                if (refusal != null) {
                    at(now + service / 8, () -> refused(mail, SmtpPhase.MAIL, refusal, startedAt));
                } else {
                    at(end - service / 8, () -> {
                        Reason late = server.finalDot(now);
                        at(end, () -> answered(mail, late, startedAt));
                    });
                }
            });
        }

        private void answered(Mail mail, @Nullable Reason refusal, long startedAt) {
            if (refusal != null) {
                refused(mail, SmtpPhase.END_OF_DATA, refusal, startedAt);
                return;
            }
            carried++;
            client.accepted(this, mail, startedAt);
            becomeIdle();
        }

        private void refused(Mail mail, SmtpPhase phase, Reason refusal, long startedAt) {
            client.refused(this, mail, phase, refusal, startedAt);
            if (refusal == Reason.SESSION_LIMIT || refusal == Reason.TOO_MANY_CONNECTIONS) {
                close();
                client.dispatch();
            } else {
                becomeIdle();
            }
        }

        private void becomeIdle() {
            idle = true;
            idleSince = now;
            at(now + IDLE, () -> {
                if (idle && now - idleSince >= IDLE && client.lanes.contains(this)) {
                    close();
                }
            });
            client.dispatch();
        }

        private void close() {
            client.lanes.remove(this);
            idle = false;
            if (connected) {
                connected = false;
                client.sender.disconnected(now);
                at(now + server.releaseLag(), server::release);
            }
        }
    }
}
