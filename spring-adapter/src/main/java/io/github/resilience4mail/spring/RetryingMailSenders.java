/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.runtime.MailRuntime;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.mail.MailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * For Spring without Boot: makes each {@link JavaMailSenderImpl} of an application retry, and its exceptions exact. With
 * Boot there is nothing to do.
 */
public final class RetryingMailSenders {

    private RetryingMailSenders() {}

    /**
     * To be declared as a bean, by a static method.
     *
     * @param policy for senders whose mail properties say nothing else
     * @return what makes the senders of its application context retry
     */
    public static BeanPostProcessor postProcessor(MailRetryPolicy policy) {
        return processor(policy);
    }

    /**
     * Without an application context.
     *
     * @param sender whose session is given what it takes
     * @param policy unless its mail properties say something else
     * @return what to send with: a proxy before the sender
     * @throws IllegalArgumentException if the sender's class is final
     */
    public static JavaMailSenderImpl retrying(JavaMailSenderImpl sender, MailRetryPolicy policy) {
        Object proxy = processor(policy).postProcessAfterInitialization(sender, "sender");
        if (proxy == sender) {
            throw new IllegalArgumentException(
                    sender.getClass().getName() + " is final, so nothing can stand before it: take another class");
        }
        return (JavaMailSenderImpl) proxy;
    }

    /**
     * For a sender that is no {@link JavaMailSenderImpl}, as those are that call a provider's API. A failure is retried only
     * if its exception quotes a temporary SMTP reply: of others nobody can tell whether the message has been taken.
     *
     * @param sender that sends
     * @param policy when to try again; of what it says, all but {@code onUnknown} counts
     * @return what to send with; it throws {@link MailDeliveryFailedException}
     */
    public static MailSender retrying(MailSender sender, MailRetryPolicy policy) {
        return retrying(sender, policy, MailRuntime.shared());
    }

    static MailSender retrying(MailSender sender, MailRetryPolicy policy, MailRuntime runtime) {
        if (sender instanceof JavaMailSenderImpl javaMail) {
            return retrying(javaMail, policy);
        }
        return new RetryingMailSender(sender, policy, runtime);
    }

    private static MailSenderPostProcessor processor(MailRetryPolicy policy) {
        return new MailSenderPostProcessor(
                (sender, name) -> new SenderSession(sender).retryBy(policy, null, null, null),
                () -> ObservationRegistry.NOOP,
                SendDetour.NONE);
    }
}
