/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.util.List;
import java.util.Set;

/** The words by which a bounce is known where no report tells. */
final class BounceSigns {

    /** How much of a text is looked at for phrases. */
    static final int OPENING = 3000;

    /** Near the start of a text, one of these says that a server writes. All without accents and in lower case. */
    private static final List<String> OPENINGS = List.of(
            "this is the qmail-send program",
            "this message was created automatically by mail delivery software",
            "a message that you sent could not be delivered",
            "did not reach the following recipient",
            "did not reach some or all of the intended recipients",
            "the following recipient(s) could not be reached",
            "the following recipient(s) cannot be reached",
            "diagnostic information for administrators",
            "delivery has failed to these recipients",
            "this is the mail system at host",
            "this is the postfix program at host",
            "unable to deliver your message",
            "unable to deliver the message",
            "wasn't able to deliver your message",
            "was not able to deliver your message",
            "delivery to the following recipient",
            "delivery is delayed to these recipients",
            "delivery to these recipients or",
            "your message wasn't delivered to",
            "your message to the following recipients cannot be delivered",
            "the following addresses had permanent fatal errors",
            "the following addresses had transient non-fatal errors",
            "the following addresses had delivery problems",
            "running the courier mail server",
            "could not be delivered to",
            "couldn't be delivered to",
            "this is a delivery status notification",
            "this is a delivery failure notification",
            "this is a permanent error",
            "problem delivering your message",
            "trying to deliver the mail to the following recipients",
            "your message has been delayed",
            "your message couldn't be delivered",
            "your message could not be delivered",
            "your message was not delivered",
            "was not delivered to:",
            // French
            "n'a pas pu etre remis",
            "n'a pas pu etre delivre",
            "n'a pas pu etre distribue",
            "n'a pas pu etre achemine",
            "n'a pas ete remis",
            "n'a pas ete distribue",
            "n'est pas parvenu a certains ou a l'ensemble",
            "echec de la remise",
            "impossible de remettre votre message",
            "la remise est retardee",
            "informations de diagnostic pour les administrateurs",
            // German
            "konnte nicht zugestellt werden",
            "nicht zugestellt",
            "nicht ubermittelt werden",
            "hat einige oder alle empfanger nicht erreicht",
            "fehler bei der nachrichtenzustellung",
            "zustellung an folgende empfanger",
            "diagnoseinformationen fur administratoren",
            // Spanish
            "no se pudo entregar",
            "no se ha podido entregar",
            "no se ha entregado",
            "no llego a algunos o a todos los destinatarios",
            "error de entrega a estos destinatarios",
            "informacion de diagnostico para administradores",
            // Italian
            "non e stato recapitato",
            "non e stato possibile recapitare",
            "non ha raggiunto alcuni o tutti i destinatari",
            "recapito non riuscito",
            "informazioni di diagnostica per amministratori",
            // Portuguese
            "nao foi entregue",
            "nao pode ser entregue",
            "falha na entrega",
            "nao chegou a alguns ou a todos os destinatarios",
            "informacoes de diagnostico para administradores",
            // Dutch
            "kon niet worden bezorgd",
            "kan niet worden bezorgd",
            "bezorging is mislukt",
            "heeft enkele of alle geadresseerden niet bereikt",
            "diagnostische gegevens voor beheerders");

    private static final List<String> SUBJECTS = List.of(
            "undeliver",
            "delivery status notification",
            "delivery failure",
            "delivery failed",
            "delivery has failed",
            "delivery notification",
            "delivery delayed",
            "delivery report",
            "mail delivery status",
            "failure notice",
            "failed delivery",
            "could not be delivered",
            "couldn't be delivered",
            "not delivered",
            "returned mail",
            "returned to sender",
            "message delayed",
            "mail system error",
            "delayed mail",
            "warning: could not send",
            "warning: message",
            "mail delivery",
            "non remis",
            "non distribue",
            "non delivre",
            "echec de la remise",
            "echec de remise",
            "echec de distribution",
            "remise retardee",
            "unzustellbar",
            "nicht zugestellt",
            "zustellung fehlgeschlagen",
            "zustellung verzogert",
            "fehler bei der zustellung",
            "no entregado",
            "no se puede entregar",
            "error de entrega",
            "mancato recapito",
            "non recapitabile",
            "non recapitato",
            "nao entregue",
            "nao e possivel entregar",
            "falha na entrega",
            "onbestelbaar",
            "niet bezorgd");

    private static final List<String> DELAYS = List.of(
            "has not yet been delivered",
            "not yet been delivered",
            "hasn't been delivered yet",
            "this is a warning message only",
            "this is a warning only",
            "you do not need to resend",
            "do not need to resend your message",
            "no action is required on your part",
            "delivery attempts will continue",
            "will continue to be attempted",
            "will continue to try",
            "will keep trying",
            "will try again",
            "will be retried",
            "gmail will retry",
            "still being retried",
            "temporary problem delivering",
            "message has been delayed",
            "has been delayed",
            "had transient non-fatal errors",
            "is delayed",
            "pas encore ete remis",
            "la remise est retardee",
            "gmail reessaiera",
            "noch nicht zugestellt",
            "zustellung verzogert",
            "aun no se ha entregado",
            "non e stato ancora recapitato",
            "ainda nao foi entregue",
            "nog niet bezorgd");

    private static final List<String> DELAY_SUBJECTS = List.of(
            "delayed",
            "(delay)",
            "warning: could not send",
            "warning: message",
            "retarde",
            "verzogert",
            "retrasad",
            "ritardat",
            "atrasad",
            "vertraagd");

    private static final List<String> ENDS_OF_TRYING = List.of(
            "i've given up",
            "will not be retried",
            "permanent error",
            "permanent fatal errors",
            "failed permanently",
            "has expired",
            "giving up");

    private static final List<String> SUCCESSES = List.of(
            "was successfully delivered",
            "were successfully delivered",
            "successfully relayed",
            "has been delivered to the following",
            "your message was delivered to",
            "has been successfully delivered",
            "delivery to these recipients or groups is complete",
            "delivery to these recipients or distribution lists is complete",
            "mail delivery report: delivered");

    private static final List<String> SUCCESS_SUBJECTS = List.of(
            "successful mail delivery",
            "delivery status notification (relay)",
            "delivery status notification (success)",
            "(delivered)");

    private static final List<String> SENDERS = List.of(
            "mailer-daemon",
            "mailer daemon",
            "mail-daemon",
            "maildaemon",
            "mdaemon@",
            "mail delivery",
            "maildelivery",
            "microsoftexchange329e71ec88ae4615bbc36ab6ce41109e",
            "postmaster");

    /** The subjects of letters in which somebody answers or forwards another. */
    private static final Set<String> ANSWERS = Set.of(
            "re", "aw", "antw", "rv", "sv", "vs", "r", "odp", "ref", "res", "fwd", "fw", "wg", "tr", "i", "enc",
            "doorst", "vb");

    /** Below a line that starts so, the message that came back is quoted. */
    private static final List<String> QUOTES = List.of(
            "--- below this line",
            "--- enclosed is a copy",
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
            "---------- forwarded message",
            "-------- forwarded message",
            "--- header of the original",
            "-----ursprungliche nachricht",
            "-----ursprüngliche nachricht",
            "-----message d'origine",
            "-----mensaje original",
            "-----messaggio originale",
            "-----mensagem original",
            "-----oorspronkelijk bericht",
            "return-path:",
            "received:",
            "reporting-mta:",
            "dkim-signature:");

    private BounceSigns() {}

    /** Whether a text begins like a bounce. */
    static boolean opensAsBounce(String text) {
        return containsAny(text, OPENINGS);
    }

    static boolean isSubjectOfBounce(String subject) {
        return containsAny(subject, SUBJECTS);
    }

    /** Whether a subject says nothing before. */
    static boolean beginsAsBounce(String subject) {
        return SUBJECTS.stream().anyMatch(subject::startsWith);
    }

    static boolean isSender(String from) {
        return containsAny(from, SENDERS);
    }

    /** Whether a server goes on trying. */
    static boolean isDelay(String subject, String text) {
        return (containsAny(subject, DELAY_SUBJECTS) || containsAny(text, DELAYS))
                && !containsAny(text, ENDS_OF_TRYING);
    }

    /** Whether the message arrived. */
    static boolean isSuccess(String subject, String text) {
        return containsAny(subject, SUCCESS_SUBJECTS) || containsAny(text, SUCCESSES);
    }

    /** Whether a letter is the answer to another, or hands it on. */
    static boolean isAnswer(String subject) {
        int colon = subject.indexOf(':');
        return colon > 0 && ANSWERS.contains(subject.substring(0, colon).strip());
    }

    static boolean startsQuote(String line) {
        return QUOTES.stream().anyMatch(line::startsWith);
    }

    private static boolean containsAny(String text, List<String> words) {
        return words.stream().anyMatch(text::contains);
    }
}
