/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.smtp.SmtpReply;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The catalogue that this project was founded on: each of its rows, as it stands there and by its digits alone. */
class SeedTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "421 Domain service not available, closing transmission channel. | RETRY | SERVICE_UNAVAILABLE",
                "421 Service non disponible, canal en fermeture | RETRY | SERVICE_UNAVAILABLE",
                "421 | RETRY | SERVICE_UNAVAILABLE",
                "432 Connection refused. | RETRY | TOO_MANY_CONNECTIONS",
                "432 Connexion refusée | RETRY | TOO_MANY_CONNECTIONS",
                "432 | RETRY | TOO_MANY_CONNECTIONS",
                "450 Requested mail action not taken: mailbox unavailable. | RETRY | MAILBOX_UNAVAILABLE",
                "450 Action non effectuée : boîte-aux-lettres non disponible | RETRY | MAILBOX_UNAVAILABLE",
                "450 | RETRY | MAILBOX_UNAVAILABLE",
                "451 Requested action aborted: local error in processing. | RETRY | LOCAL_ERROR",
                "451 Action arrêtée : erreur de traitement | RETRY | LOCAL_ERROR",
                "451 | RETRY | LOCAL_ERROR",
                "452 Requested action not taken: insufficient system storage. | RETRY | INSUFFICIENT_STORAGE",
                "452 Action non effectuée : manque de ressources système. | RETRY | INSUFFICIENT_STORAGE",
                "452 | RETRY | INSUFFICIENT_STORAGE",
                "454 TLS not available due to temporary reason. Encryption required for requested authentication mechanism. | RETRY | TLS_UNAVAILABLE",
                "454 TLS temporairement indisponible. Chiffrement requis par le mécanisme d'authentification interrogé. | RETRY | TLS_UNAVAILABLE",
                "454 | RETRY | TLS_UNAVAILABLE",
                "458 Unable to queue messages for node node. | RETRY | QUEUE_UNAVAILABLE",
                "458 Impossible de mettre en file d'attente les messages pour le noeud | RETRY | QUEUE_UNAVAILABLE",
                "458 | RETRY | QUEUE_UNAVAILABLE",
                "459 Node node not allowed: reason. | RETRY | NODE_NOT_ALLOWED",
                "459 Le noeud noeud non autorisé : raison. | RETRY | NODE_NOT_ALLOWED",
                "459 | RETRY | NODE_NOT_ALLOWED",
                "500 Command not recognized: command. Syntax error. | FIX_CONFIG | SYNTAX_ERROR",
                "500 Erreur de syntaxe, commande non reconnue | FIX_CONFIG | SYNTAX_ERROR",
                "500 | FIX_CONFIG | SYNTAX_ERROR",
                "501 Syntax error, no parameters allowed. | FIX_CONFIG | SYNTAX_ERROR",
                "501 Erreur de syntaxe dans des paramètres ou arguments | FIX_CONFIG | SYNTAX_ERROR",
                "501 | FIX_CONFIG | SYNTAX_ERROR",
                "502 Command not implemented. | FIX_CONFIG | COMMAND_NOT_IMPLEMENTED",
                "502 Commande non implémentée | FIX_CONFIG | COMMAND_NOT_IMPLEMENTED",
                "502 | FIX_CONFIG | COMMAND_NOT_IMPLEMENTED",
                "503 Bad sequence of commands. | FIX_CONFIG | BAD_SEQUENCE",
                "503 Mauvaise séquence de commandes | FIX_CONFIG | BAD_SEQUENCE",
                "503 | FIX_CONFIG | BAD_SEQUENCE",
                "504 Command parameter not implemented. | FIX_CONFIG | COMMAND_NOT_IMPLEMENTED",
                "504 Paramètre de commande non implémenté | FIX_CONFIG | COMMAND_NOT_IMPLEMENTED",
                "504 | FIX_CONFIG | COMMAND_NOT_IMPLEMENTED",
                "521 Machine does not accept mail. | GIVE_UP | HOST_ACCEPTS_NO_MAIL",
                "521 Cette machine n'accepte pas de courrier. | GIVE_UP | HOST_ACCEPTS_NO_MAIL",
                "521 | GIVE_UP | HOST_ACCEPTS_NO_MAIL",
                "530 Must issue a STARTTLS command first. Encryption required for requested authentication mechanism. | FIX_CONFIG | TLS_REQUIRED",
                "530 Authentification requise | FIX_CONFIG | AUTH_REQUIRED",
                "530 Doit être précédée d'une commande STARTTLS. Chiffrement requis par le mécanisme d'authentification interrogé. | FIX_CONFIG | TLS_REQUIRED",
                "530 | FIX_CONFIG | AUTH_REQUIRED",
                "534 Authentication mechanism is too weak. | FIX_CONFIG | AUTH_MECHANISM_REFUSED",
                "534 Mécanisme d'authentification trop faible. | FIX_CONFIG | AUTH_MECHANISM_REFUSED",
                "534 | FIX_CONFIG | AUTH_MECHANISM_REFUSED",
                "535 Authentication failed | FIX_CONFIG | AUTH_FAILED",
                "535 Erreur d'authentification | FIX_CONFIG | AUTH_FAILED",
                "535 | FIX_CONFIG | AUTH_FAILED",
                "538 Encryption required for requested authentication mechanism. | FIX_CONFIG | TLS_REQUIRED",
                "538 Chiffrement requis par le mécanisme d'authentification interrogé. | FIX_CONFIG | TLS_REQUIRED",
                "538 | FIX_CONFIG | TLS_REQUIRED",
                "550 No such user here | GIVE_UP | UNKNOWN_RECIPIENT",
                "550 Il n'y pas cet utilisateur ici | GIVE_UP | UNKNOWN_RECIPIENT",
                "550 | GIVE_UP | UNKNOWN_RECIPIENT",
                "550 5.2.2. user quota exceeded | RETRY | MAILBOX_FULL",
                "550 5.2.2 la boîte du destinataire est pleine | RETRY | MAILBOX_FULL",
                "550 5.2.2 | RETRY | MAILBOX_FULL",
                "550 5.7.1 Unable to relay (in reply to RCPT TO command) | FIX_CONFIG | RELAY_DENIED",
                "550 5.7.1 Impossible de relayer l'email (contacter le support) | FIX_CONFIG | RELAY_DENIED",
                "552 Sorry, that message size exceeds my databytes limit | GIVE_UP | MESSAGE_TOO_BIG",
                "552 Désolé, ce message est trop gros | GIVE_UP | MESSAGE_TOO_BIG",
                "552 | GIVE_UP | MESSAGE_TOO_BIG",
                "553 Mail rejected because your IP is in DUL | FIX_CONFIG | BLOCKLISTED",
                "553 Message rejeté car votre IP apparait dans une DUL | FIX_CONFIG | BLOCKLISTED",
                "553 | FIX_CONFIG | BLOCKLISTED",
            })
    void eachRowIsUnderstood(String reply, Decision decision, Reason reason) {
        Verdict verdict = verdict(reply);

        assertThat(verdict.decision()).isEqualTo(decision);
        assertThat(verdict.reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "421 | greylisting | liste grise",
                "432 | quota of connections | quota de connexions",
                "450 | another user | autre utilisateur",
                "452 | mailbox has reached its largest size | taille maximale autorisée",
                "500 | too long | trop longue",
                "502 | old | ancien",
                "530 | logged in | authentifiés",
                "535 | account | compte",
                "550 | typing error | faute de frappe",
                "550 5.2.2 | made room | fait de la place",
                "550 5.7.1 Unable to relay | recipient is not at fault | destinataire n'est pas en cause",
                "552 | larger | dépasse",
                "553 Mail rejected because your IP is in DUL | dynamic user list | Dynamic User List",
            })
    void theExplanationSaysWhatTheSeedSays(String reply, String english, String french) {
        assertThat(verdict(reply).explain(Locale.ENGLISH).cause()).contains(english);
        assertThat(verdict(reply).explain(Locale.FRENCH).cause()).contains(french);
    }

    @ParameterizedTest
    @CsvSource({"530, mail.smtp.auth", "538, mail.smtp.starttls.enable", "535, app password", "553, relay"})
    void theActionNamesTheKnob(String reply, String knob) {
        assertThat(verdict(reply).explain(Locale.ROOT).action()).contains(knob);
    }

    private static Verdict verdict(String reply) {
        return ReplyCatalogue.standard()
                .classify(SmtpReply.parse(reply), null, null)
                .orElseThrow();
    }
}
