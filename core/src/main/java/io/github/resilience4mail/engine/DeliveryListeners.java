/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listeners that come and go. Thread-safe. */
public final class DeliveryListeners implements DeliveryListener {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryListeners.class);

    private final List<DeliveryListener> listeners = new CopyOnWriteArrayList<>();

    /**
     * Some listeners.
     *
     * @param listeners the first ones
     */
    public DeliveryListeners(DeliveryListener... listeners) {
        this.listeners.addAll(List.of(listeners));
    }

    /**
     * Adds one, at the end.
     *
     * @param listener is told of everything from now on
     */
    public void add(DeliveryListener listener) {
        listeners.add(listener);
    }

    /**
     * Takes one away.
     *
     * @param listener is told of nothing more
     */
    public void remove(DeliveryListener listener) {
        listeners.remove(listener);
    }

    /** {@return whether nobody listens} */
    public boolean isEmpty() {
        for (DeliveryListener listener : listeners) {
            if (!(listener instanceof DeliveryListeners several) || !several.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void on(DeliveryEvent event) {
        for (DeliveryListener listener : listeners) {
            try {
                listener.on(event);
            } catch (RuntimeException e) {
                LOG.warn(
                        "a listener failed on {}; the mail goes on all the same",
                        event.getClass().getSimpleName(),
                        e);
            }
        }
    }

    /**
     * Tells of something if anybody listens.
     *
     * @param event made only then
     */
    public void tell(Supplier<? extends DeliveryEvent> event) {
        if (!isEmpty()) {
            on(event.get());
        }
    }
}
