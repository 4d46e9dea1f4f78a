/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.testkit.contract.Letter;
import io.github.resilience4mail.testkit.contract.Login;
import io.github.resilience4mail.testkit.contract.Mission;
import io.github.resilience4mail.testkit.contract.RecipientEnding;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.Properties;

/** From a mission of the contract to Jakarta Mail, and from what that throws to endings. */
final class MissionMail {

    private final Mission mission;
    private final Properties properties = new Properties();

    MissionMail(Mission mission) {
        this.mission = mission;
        properties.put("mail.smtp.host", mission.host());
        properties.put("mail.smtp.port", String.valueOf(mission.port()));
        properties.put("mail.smtp.localhost", "client.example");
        properties.put("mail.smtp.retry.runtime", MailRuntime.with(mission.timekeeper()));
        properties.put("mail.smtp.retry.policy", mission.policy());
        if (!mission.sendsPartially()) {
            properties.put("mail.smtp.sendpartial", "false");
        }
        if (mission.demandsTls()) {
            properties.put("mail.smtp.starttls.required", "true");
        }
        if (mission.login().isPresent()) {
            properties.put("mail.smtp.auth", "true");
        }
    }

    Session session() {
        return Session.getInstance(properties);
    }

    /** A session that knows the password by itself. */
    Session sessionWithLogin() {
        Login login = mission.login().orElse(null);
        if (login == null) {
            return session();
        }
        properties.put("mail.smtp.user", login.user());
        return Session.getInstance(properties, new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(login.user(), login.password());
            }
        });
    }

    String user() {
        return mission.login().map(Login::user).orElse(null);
    }

    String password() {
        return mission.login().map(Login::password).orElse(null);
    }

    static MimeMessage message(Session session, Letter letter) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(letter.sender()));
        for (String recipient : letter.recipients()) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(recipient));
        }
        message.setSubject(letter.subject());
        message.setText(letter.text());
        message.saveChanges();
        return message;
    }

    /** What an exception tells of each recipient; one that tells nothing is not part of sending mail. */
    static List<RecipientEnding> endings(Letter letter, MessagingException thrown) throws MessagingException {
        if (thrown instanceof MailDeliveryException delivery) {
            return RecipientEnding.of(delivery.getReport());
        }
        MailFailure failure = MailFailure.of(thrown).orElseThrow(() -> thrown);
        return letter.recipients().stream()
                .map(recipient -> RecipientEnding.failed(
                        recipient, failure.verdict(), failure.retryAt().orElse(null)))
                .toList();
    }
}
