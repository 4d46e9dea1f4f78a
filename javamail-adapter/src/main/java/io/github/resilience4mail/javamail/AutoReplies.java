/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.util.List;
import java.util.Locale;

/** Recognises the answers that mailboxes give by themselves (RFC 3834). */
final class AutoReplies {

    private static final List<String> MARKS =
            List.of("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Autoreply-From", "X-Mail-Autoreply");

    private static final List<String> SUBJECTS = List.of(
            "out of office",
            "out-of-office",
            "automatic reply",
            "auto-reply",
            "autoreply",
            "auto reply",
            "auto:",
            "réponse automatique",
            "absence du bureau",
            "automatische antwort",
            "abwesenheitsnotiz",
            "respuesta automática",
            "risposta automatica",
            "resposta automática",
            "automatisch antwoord");

    private AutoReplies() {}

    static boolean isAutoReply(BounceMail mail) {
        String precedence = lower(mail.header("Precedence"));
        return lower(mail.header("Auto-Submitted")).startsWith("auto-replied")
                || precedence.equals("auto_reply")
                || precedence.equals("auto-reply")
                || MARKS.stream().anyMatch(mark -> isYes(mail.header(mark)))
                || SUBJECTS.stream().anyMatch(Headers.decoded(mail, "Subject")::startsWith);
    }

    private static boolean isYes(String value) {
        return !value.isEmpty() && !lower(value).equals("no");
    }

    private static String lower(String value) {
        return value.strip().toLowerCase(Locale.ROOT);
    }

    static BounceReport read(BounceMail mail) {
        return BounceReport.builder(BounceKind.AUTO_REPLY)
                .recipient(Addresses.only(mail.header("From")))
                .messageId(mail.header("In-Reply-To"))
                .build();
    }
}
