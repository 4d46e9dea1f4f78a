/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import io.github.resilience4mail.catalogue.ReplyCatalogue;
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
 * @param port its port; on 465 TLS begins with the connection
 * @param startTls whether the connection turns to TLS on other ports
 * @param login whom to log in as, or null
 */
record MailServer(String host, int port, StartTls startTls, @Nullable Login login) {

    private static final int PORT_OF_SMTPS = 465;

    /**
     * User and password.
     *
     * @param user the name
     * @param password a secret
     */
    record Login(String user, String password) {

        /** Without the password. */
        @Override
        public String toString() {
            return user;
        }
    }

    /**
     * A session that sends over this server.
     *
     * @param envelopeFrom what MAIL FROM names
     * @param runtime whose clock it goes by
     * @param ownRules what replies mean, or null for the standard rules, which are loaded when they are needed
     */
    Session session(String envelopeFrom, MailRuntime runtime, @Nullable ReplyCatalogue ownRules) {
        String protocol = port == PORT_OF_SMTPS ? "smtps" : "smtp";
        String prefix = "mail." + protocol + ".";
        Properties properties = new Properties();
        properties.put("mail.transport.protocol", protocol);
        properties.put(prefix + "host", host);
        properties.put(prefix + "port", String.valueOf(port));
        properties.put(prefix + "from", envelopeFrom);
        properties.put(prefix + "starttls.enable", String.valueOf(startTls != StartTls.OFF));
        properties.put(prefix + "starttls.required", String.valueOf(startTls == StartTls.REQUIRED));
        properties.put(prefix + "ssl.checkserveridentity", "true");
        properties.put(prefix + "retry.runtime", runtime);
        if (ownRules != null) {
            properties.put(prefix + "retry.catalogue", ownRules);
        }
        if (login == null) {
            return Session.getInstance(properties);
        }
        properties.put(prefix + "auth", "true");
        properties.put(prefix + "user", login.user());
        return Session.getInstance(properties, new PasswordOf(login));
    }

    /** Answers when the session asks. */
    private static final class PasswordOf extends Authenticator {

        private final Login login;

        PasswordOf(Login login) {
            this.login = login;
        }

        @Override
        protected PasswordAuthentication getPasswordAuthentication() {
            return new PasswordAuthentication(login.user(), login.password());
        }
    }
}
