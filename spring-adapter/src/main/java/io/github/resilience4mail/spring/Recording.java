/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.engine.DeliveryEvent;
import io.github.resilience4mail.engine.DeliveryEvent.DeliveryEnded;
import io.github.resilience4mail.engine.DeliveryListener;
import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.runtime.MailRuntime;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hears how the messages fare that the current thread sends, while a call of Spring's sender lasts. */
final class Recording implements DeliveryListener, AutoCloseable {

    private final Thread thread = Thread.currentThread();
    private final MailRuntime runtime;
    private final List<DeliveryReport> heard = new ArrayList<>();

    Recording(MailRuntime runtime) {
        this.runtime = runtime;
        runtime.listeners().add(this);
    }

    @Override
    public void on(DeliveryEvent event) {
        if (event instanceof DeliveryEnded ended && Thread.currentThread() == thread) {
            heard.add(ended.report());
        }
    }

    /**
     * The reports of these messages, null for those that have none. They come in the order of the messages; between them
     * may be those of others, which a listener has sent from within.
     */
    List<@Nullable DeliveryReport> reportsOf(MimeMessage[] messages) {
        List<@Nullable DeliveryReport> reports = new ArrayList<>();
        int next = 0;
        for (MimeMessage message : messages) {
            int found = find(next, idOf(message));
            reports.add(found < 0 ? null : heard.get(found));
            next = found < 0 ? next : found + 1;
        }
        return reports;
    }

    private int find(int from, String messageId) {
        for (int i = from; i < heard.size(); i++) {
            if (heard.get(i).messageId().equals(messageId)) {
                return i;
            }
        }
        return -1;
    }

    static String idOf(MimeMessage message) {
        try {
            String id = message.getMessageID();
            return id == null ? "" : id;
        } catch (MessagingException e) {
            return "";
        }
    }

    @Override
    public void close() {
        runtime.listeners().remove(this);
    }
}
