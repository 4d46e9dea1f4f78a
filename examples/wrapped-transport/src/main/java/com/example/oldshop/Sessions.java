/* SPDX-License-Identifier: Apache-2.0 */
package com.example.oldshop;

import jakarta.mail.Authenticator;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.event.TransportAdapter;
import jakarta.mail.event.TransportEvent;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Ways that have something special about the session. */
final class Sessions {

    private Sessions() {}

    static void sendAsAuthenticated(Desk desk) throws MessagingException {
        Properties properties = desk.properties("smtp");
        properties.setProperty("mail.smtp.auth", "true");
        Session session = Session.getInstance(properties, new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication("shop", "of last week");
            }
        });
        for (String customer : new String[] {"ann", "bob", "carol"}) {
            try {
                Transport.send(desk.message(session, customer + "@rcv.example"));
            } catch (MessagingException e) {
                desk.failed(e);
            }
        }
    }

    // what is looked up is the container's own
    @SuppressWarnings("BanJNDI")
    static void sendFromContext(Desk desk) throws NamingException, MessagingException {
        Properties environment = desk.properties("smtp");
        environment.setProperty("java.naming.factory.initial", Container.class.getName());
        Session session = (Session) new InitialContext(environment).lookup("mail/Session");
        Transport.send(desk.message(session, "ann@rcv.example", "moved@rcv.example", "carol@rcv.example"));
    }

    static void sendAndListen(Desk desk) throws MessagingException, InterruptedException {
        Session session = desk.session();
        MimeMessage message = desk.message(session, "ann@rcv.example", "bob@rcv.example", "carol@rcv.example");
        message.saveChanges();
        SynchronousQueue<String> heard = new SynchronousQueue<>();
        Transport transport = session.getTransport("smtp");
        transport.addTransportListener(new Ear(heard));
        try (transport) {
            transport.connect();
            try {
                transport.sendMessage(message, message.getAllRecipients());
            } catch (MessagingException e) {
                desk.failed(e);
            }
            // listened to before the transport is closed: Jakarta Mail may drop an event that is under way then
            String event = heard.poll(10, TimeUnit.SECONDS);
            if (!"delivered".equals(event)) {
                desk.failed("the listener heard: " + event);
            }
        }
    }

    /** Hears what became of a message, on Jakarta Mail's own thread. */
    private static final class Ear extends TransportAdapter {

        private final SynchronousQueue<String> heard;

        Ear(SynchronousQueue<String> heard) {
            this.heard = heard;
        }

        @Override
        public void messageDelivered(TransportEvent event) {
            tell("delivered");
        }

        @Override
        public void messageNotDelivered(TransportEvent event) {
            tell("not delivered");
        }

        @Override
        public void messagePartiallyDelivered(TransportEvent event) {
            tell("partially delivered");
        }

        private void tell(String event) {
            try {
                heard.put(event);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
