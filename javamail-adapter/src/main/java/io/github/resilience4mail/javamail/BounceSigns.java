/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.util.List;

/** The words by which a bounce is known where no report tells. */
final class BounceSigns {

    /** Near the start of a text, one of these is enough. */
    private static final List<String> OPENINGS = List.of(
            "this is the qmail-send program",
            "this message was created automatically by mail delivery software",
            "a message that you sent could not be delivered",
            "did not reach the following recipient",
            "did not reach some or all of the intended recipients",
            "the following recipient(s) could not be reached",
            "diagnostic information for administrators",
            "delivery has failed to these recipients",
            "this is the mail system at host",
            "this is the postfix program at host",
            "unable to deliver your message",
            "wasn't able to deliver your message",
            "was not able to deliver your message",
            "delivery to the following recipient",
            "your message wasn't delivered to",
            "your message to the following recipients cannot be delivered",
            "the following addresses had permanent fatal errors",
            "the following addresses had transient non-fatal errors",
            "the following addresses had delivery problems",
            "running the courier mail server",
            "could not be delivered to the following",
            "could not be delivered to one or more",
            "this is a delivery status notification",
            "this is a permanent error",
            "your message has been delayed",
            "your message couldn't be delivered",
            "your message could not be delivered",
            "your message was not delivered",
            "n'a pas pu être remis",
            "n'a pas été remis",
            "konnte nicht zugestellt werden",
            "no se pudo entregar");

    private static final List<String> SUBJECTS = List.of(
            "undeliver",
            "delivery status notification",
            "delivery failure",
            "delivery failed",
            "delivery has failed",
            "delivery notification",
            "delivery delayed",
            "failure notice",
            "failed delivery",
            "returned mail",
            "returned to sender",
            "message delayed",
            "mail system error",
            "delayed mail",
            "warning: could not send",
            "warning: message",
            "non remis",
            "échec de la remise",
            "unzustellbar",
            "no entregado",
            "mancato recapito");

    private static final List<String> DELAYS = List.of(
            "has not yet been delivered",
            "not yet been delivered",
            "this is a warning message only",
            "you do not need to resend",
            "do not need to resend your message",
            "no action is required on your part",
            "delivery attempts will continue",
            "will continue to try",
            "will keep trying",
            "will try again",
            "will be retried",
            "still being retried",
            "message has been delayed",
            "has been delayed",
            "had transient non-fatal errors",
            "is delayed",
            "pas encore été remis");

    private static final List<String> DELAY_SUBJECTS =
            List.of("delayed", "delay)", "warning: could not send", "warning: message", "retardé", "verzögert");

    private static final List<String> ENDS_OF_TRYING =
            List.of("i've given up", "will not be retried", "permanent error", "permanent fatal errors", "giving up");

    private static final List<String> SENDERS = List.of("mailer-daemon", "postmaster", "mail delivery", "maildaemon");

    /** Below a line that starts so, the message that came back is quoted. */
    private static final List<String> QUOTES = List.of(
            "--- below this line",
            "------ this is a copy",
            "----- original message",
            "---- original message",
            "--- original message",
            "-----original message",
            "original message headers",
            "original message follows",
            "----- unsent message follows",
            "----- message header follows",
            "message headers follow",
            "--- the header of the original",
            "--- returned message",
            "--- forwarded message",
            "--- header of the original",
            "return-path:",
            "received:",
            "reporting-mta:",
            "dkim-signature:");

    private static final int OPENING = 3000;

    private BounceSigns() {}

    /** Whether a text in lower case begins like a bounce. */
    static boolean opensAsBounce(String text) {
        return containsAny(text.substring(0, Math.min(text.length(), OPENING)), OPENINGS);
    }

    static boolean isSubjectOfBounce(String subject) {
        return containsAny(subject, SUBJECTS);
    }

    static boolean isSender(String from) {
        return containsAny(from, SENDERS);
    }

    /** Whether a server goes on trying. */
    static boolean isDelay(String subject, String text) {
        String start = text.substring(0, Math.min(text.length(), OPENING));
        return (containsAny(subject, DELAY_SUBJECTS) || containsAny(start, DELAYS))
                && !containsAny(start, ENDS_OF_TRYING);
    }

    static boolean startsQuote(String line) {
        return QUOTES.stream().anyMatch(line::startsWith);
    }

    private static boolean containsAny(String text, List<String> words) {
        return words.stream().anyMatch(text::contains);
    }
}
