/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.endurance;

import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import jakarta.mail.Authenticator;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import java.time.Duration;
import java.util.Properties;

/**
 * How to reach a server, and for how long to try.
 *
 * @param security what the server and the client use
 * @param runtime with the clock that both go by
 * @param policy when to try again
 */
record Client(Security security, MailRuntime runtime, MailRetryPolicy policy) {

    static final String USER = "shop";
    static final String PASSWORD = "correct horse";

    /** Real time: what is not said by then has been withheld. A healthy reply takes a thousandth of it. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** What stands before MAIL. */
    enum Security {
        NONE,
        LOGIN,
        STARTTLS_AND_LOGIN;

        ScriptedSmtpServer.Builder server() {
            ScriptedSmtpServer.Builder builder = ScriptedSmtpServer.builder();
            if (this != NONE) {
                builder.user(USER, PASSWORD).requireAuth();
            }
            return this == STARTTLS_AND_LOGIN ? builder.requireStartTls() : builder;
        }
    }

    Session session(ScriptedSmtpServer server) {
        return session(server.host(), server.port());
    }

    Session session(String host, int port) {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", host);
        properties.put("mail.smtp.port", String.valueOf(port));
        properties.put("mail.smtp.localhost", "client.example");
        properties.put("mail.smtp.timeout", String.valueOf(TIMEOUT.toMillis()));
        properties.put("mail.smtp.retry.runtime", runtime);
        properties.put("mail.smtp.retry.policy", policy);
        if (security == Security.STARTTLS_AND_LOGIN) {
            properties.put("mail.smtp.starttls.required", "true");
            properties.put(
                    "mail.smtp.ssl.socketFactory",
                    ScriptedSmtpServer.clientSslContext().getSocketFactory());
        }
        if (security == Security.NONE) {
            return Session.getInstance(properties);
        }
        properties.put("mail.smtp.auth", "true");
        return Session.getInstance(properties, new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(USER, PASSWORD);
            }
        });
    }
}
