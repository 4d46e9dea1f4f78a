/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.examples.newsletter.Options.StartTls;
import io.github.resilience4mail.runtime.MailRuntime;
import jakarta.mail.Authenticator;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The server that takes the mail, and how to get in.
 *
 * @param host its name
 * @param port its port
 * @param startTls whether the connection is encrypted
 * @param user whom to log in as, or null
 * @param password null without a user
 */
record RealServer(String host, int port, StartTls startTls, @Nullable String user, @Nullable String password) {

    static RealServer withoutLogin(String host, int port) {
        return new RealServer(host, port, StartTls.OFF, null, null);
    }

    /** A plain mail session: the runtime, for its clock, is all that it holds of this library. */
    Session session(MailRuntime runtime) {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", host);
        properties.put("mail.smtp.port", String.valueOf(port));
        properties.put("mail.smtp.starttls.enable", String.valueOf(startTls != StartTls.OFF));
        properties.put("mail.smtp.starttls.required", String.valueOf(startTls == StartTls.REQUIRED));
        properties.put("mail.smtp.retry.runtime", runtime);
        if (user == null) {
            return Session.getInstance(properties);
        }
        properties.put("mail.smtp.auth", "true");
        return Session.getInstance(properties, new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(user, password);
            }
        });
    }

    /** Without the password. */
    @Override
    public String toString() {
        return (user == null ? "" : user + "@") + host + ":" + port;
    }
}
