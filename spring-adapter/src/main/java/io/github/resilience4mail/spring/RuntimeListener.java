/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.engine.DeliveryListener;
import io.github.resilience4mail.engine.DeliveryListeners;
import io.github.resilience4mail.runtime.MailRuntime;
import java.util.List;
import org.springframework.context.SmartLifecycle;

/** Lets the listeners of an application context hear what happens to its mail, for as long as the context lives. */
final class RuntimeListener implements SmartLifecycle {

    private final MailRuntime runtime;
    private final DeliveryListeners listeners;
    private volatile boolean running;

    RuntimeListener(MailRuntime runtime, List<DeliveryListener> listeners) {
        this.runtime = runtime;
        this.listeners = new DeliveryListeners(listeners.toArray(new DeliveryListener[0]));
    }

    @Override
    public void start() {
        if (!running) {
            running = true;
            runtime.listeners().add(listeners);
        }
    }

    @Override
    public void stop() {
        running = false;
        runtime.listeners().remove(listeners);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** The first to start and the last to stop: others may send mail when they do. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }
}
