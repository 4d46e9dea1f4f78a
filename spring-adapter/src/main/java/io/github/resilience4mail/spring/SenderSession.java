/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.catalogue.ReplyCatalogue;
import io.github.resilience4mail.javamail.RetryingSmtpProvider;
import io.github.resilience4mail.javamail.RetryingSmtpsProvider;
import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.runtime.MailRuntime;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.Provider;
import jakarta.mail.Session;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * The mail session of a sender, and what we put into it. Nothing that the user put there is replaced. It may be done
 * several times: {@code JavaMailSenderImpl.setJavaMailProperties} and {@code setSession} give the sender another session,
 * in which nothing of this is left.
 */
final class SenderSession {

    private static final String PREFIX = "mail.smtp.retry.";

    private final Session session;
    private final String protocol;

    SenderSession(JavaMailSenderImpl sender) {
        session = sender.getSession();
        String own =
                sender.getProtocol() == null ? session.getProperty("mail.transport.protocol") : sender.getProtocol();
        protocol = own == null ? JavaMailSenderImpl.DEFAULT_PROTOCOL : own;
    }

    /** Makes it retry. What is null, or a default that nobody chose, is left to the transport. */
    void retryBy(
            MailRetryPolicy policy,
            @Nullable Locale language,
            @Nullable ReplyCatalogue catalogue,
            @Nullable MailRuntime runtime) {
        // the service loader does not see us where the mail jars are the server's and we are the application's
        install(new RetryingSmtpProvider());
        install(new RetryingSmtpsProvider());
        if (policy != MailRetryPolicy.defaults()) {
            // a policy laid down is one chosen: a BulkSender on this session would give up its own, longer deadline
            put("policy", policy);
        }
        put("language", language == null ? null : language.toLanguageTag());
        put("catalogue", catalogue);
        put("runtime", runtime);
    }

    /** Makes it as if we were not there. */
    void doNotRetry() {
        put("enabled", "false");
    }

    /** The protocol that it is sent by. */
    String protocol() {
        return protocol;
    }

    /** The runtime that its transports will use. */
    MailRuntime runtime() {
        Properties properties = session.getProperties();
        for (String prefix : List.of("mail." + protocol + ".retry.", PREFIX)) {
            if (properties.get(prefix + "runtime") instanceof MailRuntime own) {
                return own;
            }
        }
        return MailRuntime.shared();
    }

    /** The language of explanations. */
    Locale locale() {
        return "fr".equalsIgnoreCase(session.getProperty(PREFIX + "language")) ? Locale.FRENCH : Locale.ENGLISH;
    }

    private void install(Provider provider) {
        if (session.getProperty("mail." + provider.getProtocol() + ".class") != null) {
            // the user chose a transport
            return;
        }
        try {
            session.setProvider(provider);
        } catch (NoSuchProviderException e) {
            throw new IllegalStateException("there is a provider, so this cannot be", e);
        }
    }

    private void put(String name, @Nullable Object value) {
        Properties properties = session.getProperties();
        String key = PREFIX + name;
        if (value != null && properties.get(key) == null && properties.getProperty(key) == null) {
            properties.put(key, value);
        }
    }
}
