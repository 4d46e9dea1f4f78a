/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;

/**
 * How many messages a bulk sender holds, and who waits to hand in more. Messages that nobody could send now, because
 * their destination wants to be left alone or their time has not come, do not keep the others out until there are many
 * times as many of them. Guarded by the lock of its scheduler.
 */
final class QueueRoom {

    /** How many times as many messages as usual there may be, if the others can only wait. */
    private static final int PARKING_SPACE = 10;

    private final int places;
    private final ToIntFunction<Instant> parkedNow;
    private final InstantSource clock;
    private final Condition room;
    private int submitters;
    private int jobs;
    private int parked;
    private Instant countedUntil = Instant.MIN;

    /**
     * An empty queue.
     *
     * @param places how many messages there may be
     * @param parkedNow how many of them nobody could send at that time
     */
    QueueRoom(int places, ToIntFunction<Instant> parkedNow, InstantSource clock, Lock lock) {
        this.places = places;
        this.parkedNow = parkedNow;
        this.clock = clock;
        this.room = lock.newCondition();
    }

    /** Waits for a place, as long as it matters. */
    void await(BooleanSupplier matters) throws InterruptedException {
        while (isFull() && matters.getAsBoolean()) {
            submitters++;
            try {
                room.await();
            } finally {
                submitters--;
            }
        }
    }

    /** A message was taken in. */
    void add() {
        jobs++;
    }

    /** Nobody could send the last one now. */
    void addParked() {
        parked++;
    }

    /** A message has its outcome. */
    void remove() {
        jobs--;
    }

    boolean isEmpty() {
        return jobs == 0;
    }

    /** More messages have to wait than were counted last. */
    void recount() {
        countedUntil = Instant.MIN;
    }

    /** Lets in those who wait, when there is room for more than one, or nothing else to do. */
    void make(boolean nothingElseToDo) {
        if (submitters == 0) {
            return;
        }
        int sendable = jobs < places ? jobs : jobs - parked();
        boolean roomy = sendable <= places - Math.max(1, places / 4);
        if ((roomy || nothingElseToDo) && !isFull()) {
            room.signalAll();
        }
    }

    /** Has everybody who waits look again whether it still matters. */
    void wakeAll() {
        room.signalAll();
    }

    private boolean isFull() {
        return jobs >= places && (jobs >= PARKING_SPACE * places || jobs - parked() >= places);
    }

    /** How many messages nobody could send now; counted anew when something was refused, or after a second. */
    private int parked() {
        Instant now = clock.instant();
        if (!now.isBefore(countedUntil)) {
            parked = parkedNow.applyAsInt(now);
            countedUntil = now.plusSeconds(1);
        }
        return parked;
    }
}
