/* SPDX-License-Identifier: Apache-2.0 */
package com.example.oldshop;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.URLName;
import jakarta.mail.internet.MimeMessage;

/** The ways in which the shop sends mail. */
public enum Way {
    /** The usual one. */
    STATIC_SEND("Transport.send(message)") {
        @Override
        void send(Desk desk) throws MessagingException {
            Transport.send(desk.message(desk.session(), "ann@rcv.example"));
        }
    },

    /** To others than the headers name. */
    STATIC_SEND_TO("Transport.send(message, addresses)") {
        @Override
        void send(Desk desk) throws MessagingException {
            MimeMessage message = desk.message(desk.session(), "customers@shop.example");
            Transport.send(message, desk.addresses("ann@rcv.example", "bob@rcv.example", "carol@rcv.example"));
        }
    },

    /** With a login. */
    STATIC_SEND_AS("Transport.send(message, user, password)") {
        @Override
        void send(Desk desk) throws MessagingException {
            Session session = desk.session();
            session.getProperties().setProperty("mail.smtp.auth", "true");
            Transport.send(desk.message(session, "ann@rcv.example"), "shop", "right");
        }
    },

    /** For many messages. */
    KEPT_TRANSPORT("one Transport, kept for five messages") {
        @Override
        void send(Desk desk) throws MessagingException {
            Session session = desk.session();
            try (Transport transport = session.getTransport("smtp")) {
                transport.connect();
                for (String customer : new String[] {"ann", "bob", "carol", "dave", "eve"}) {
                    MimeMessage message = desk.message(session, customer + "@rcv.example");
                    message.saveChanges();
                    try {
                        transport.sendMessage(message, message.getAllRecipients());
                    } catch (MessagingException e) {
                        desk.failed(e);
                    }
                }
            }
        }
    },

    /** With the protocol in the configuration; and twice, because somebody had to. */
    TRANSPORT_OF_SESSION("session.getTransport(), tried twice") {
        @Override
        void send(Desk desk) throws MessagingException {
            Session session = desk.session();
            session.getProperties().setProperty("mail.transport.protocol", "smtp");
            MimeMessage message = desk.message(session, "ann@rcv.example");
            twice(desk, () -> {
                message.saveChanges();
                try (Transport transport = session.getTransport()) {
                    transport.connect();
                    transport.sendMessage(message, message.getAllRecipients());
                }
            });
        }
    },

    /** With the server in a URL. */
    TRANSPORT_OF_URL("session.getTransport(new URLName(...))") {
        @Override
        void send(Desk desk) throws MessagingException {
            Session session = Session.getInstance(new java.util.Properties());
            MimeMessage message = desk.message(session, "ann@rcv.example");
            message.saveChanges();
            URLName server = new URLName("smtp://" + Desk.HOST + ":" + desk.port());
            try (Transport transport = session.getTransport(server)) {
                transport.connect();
                transport.sendMessage(message, message.getAllRecipients());
            }
        }
    },

    /** TLS from the first byte. */
    IMPLICIT_TLS("session.getTransport(\"smtps\")") {
        @Override
        void send(Desk desk) throws MessagingException {
            Session session = Session.getInstance(Tls.trusting(desk.properties("smtps"), "smtps"));
            MimeMessage message = desk.message(session, "ann@rcv.example");
            message.saveChanges();
            try (Transport transport = session.getTransport("smtps")) {
                transport.connect();
                transport.sendMessage(message, message.getAllRecipients());
            }
        }
    },

    /** TLS on demand. */
    STARTTLS("mail.smtp.starttls.required") {
        @Override
        void send(Desk desk) throws MessagingException {
            Session session = Session.getInstance(Tls.trusting(desk.properties("smtp"), "smtp"));
            session.getProperties().setProperty("mail.smtp.starttls.required", "true");
            Transport.send(desk.message(session, "ann@rcv.example"));
        }
    },

    /** A login that is asked for; the password was changed last week. */
    AUTHENTICATOR("Session.getInstance(properties, authenticator)") {
        @Override
        void send(Desk desk) throws MessagingException {
            Sessions.sendAsAuthenticated(desk);
        }
    },

    /** A session that the container keeps. */
    JNDI_SESSION("InitialContext.lookup(\"mail/Session\")") {
        @Override
        void send(Desk desk) throws Exception {
            Sessions.sendFromContext(desk);
        }
    },

    /** Who wants to know what became of it. */
    LISTENER("a TransportListener") {
        @Override
        void send(Desk desk) throws Exception {
            Sessions.sendAndListen(desk);
        }
    },

    /** An invoice. */
    ATTACHMENT("a MimeMultipart with an attachment") {
        @Override
        void send(Desk desk) throws Exception {
            Attachments.send(desk);
        }
    },

    /** With a loop of its own around it. */
    OWN_LOOP("Transport.send(message), tried twice") {
        @Override
        void send(Desk desk) throws MessagingException {
            MimeMessage message = desk.message(desk.session(), "ann@rcv.example");
            twice(desk, () -> Transport.send(message));
        }
    },

    /** A library on top of Jakarta Mail. */
    SIMPLE_JAVA_MAIL("Simple Java Mail") {
        @Override
        void send(Desk desk) {
            SimpleJavaMail.send(desk);
        }
    };

    private final String label;

    Way(String label) {
        this.label = label;
    }

    /** {@return what it looks like in the code} */
    public String label() {
        return label;
    }

    abstract void send(Desk desk) throws Exception;

    private interface Sending {
        void run() throws MessagingException;
    }

    private static void twice(Desk desk, Sending sending) throws MessagingException {
        try {
            sending.run();
        } catch (MessagingException e) {
            desk.failed(e);
            sending.run();
        }
    }
}
