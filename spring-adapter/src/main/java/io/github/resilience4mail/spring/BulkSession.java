/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import jakarta.mail.Authenticator;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** A mail session that names server and account, as a bulk sender needs it, made from a sender, which knows them itself. */
final class BulkSession extends Authenticator {

    private final JavaMailSenderImpl sender;

    BulkSession(JavaMailSenderImpl sender) {
        this.sender = sender;
    }

    Session session() {
        Properties original = sender.getSession().getProperties();
        Properties properties = new Properties();
        original.stringPropertyNames().forEach(name -> properties.put(name, original.getProperty(name)));
        properties.putAll(original);
        String protocol = new SenderSession(sender).protocol();
        String prefix = "mail." + protocol + ".";
        properties.put("mail.transport.protocol", protocol);
        put(properties, prefix + "host", sender.getHost());
        put(properties, prefix + "user", sender.getUsername());
        if (sender.getPort() > 0) {
            properties.put(prefix + "port", String.valueOf(sender.getPort()));
        }
        if (sender.getUsername() != null && sender.getPassword() != null) {
            // Spring hands both to connect, and then Angus logs in without being told to
            properties.putIfAbsent(prefix + "auth", "true");
        }
        return Session.getInstance(properties, this);
    }

    private static void put(Properties properties, String name, @Nullable String value) {
        if (value != null) {
            properties.put(name, value);
        }
    }

    @Override
    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
        if (sender.getUsername() != null && sender.getPassword() != null) {
            return new PasswordAuthentication(sender.getUsername(), sender.getPassword());
        }
        return sender.getSession()
                .requestPasswordAuthentication(
                        getRequestingSite(),
                        getRequestingPort(),
                        getRequestingProtocol(),
                        getRequestingPrompt(),
                        getDefaultUserName());
    }
}
