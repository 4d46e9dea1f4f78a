/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.outbox.MailOutbox;
import org.springframework.context.SmartLifecycle;

/** Sends from when the application is ready until it stops, and then lets end what is in flight. */
final class OutboxLifecycle implements SmartLifecycle {

    private final MailOutbox outbox;
    private final boolean sends;
    private volatile boolean running;

    OutboxLifecycle(MailOutbox outbox, boolean sends) {
        this.outbox = outbox;
        this.sends = sends;
    }

    @Override
    public boolean isAutoStartup() {
        return sends;
    }

    @Override
    public void start() {
        outbox.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        outbox.stop();
    }

    /** In a thread of its own, so that Spring's patience with this phase counts. */
    @Override
    public void stop(Runnable callback) {
        Thread stopping = new Thread(
                () -> {
                    stop();
                    callback.run();
                },
                "resilience4mail-outbox-stop");
        stopping.start();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return AsyncMailSender.PHASE;
    }
}
