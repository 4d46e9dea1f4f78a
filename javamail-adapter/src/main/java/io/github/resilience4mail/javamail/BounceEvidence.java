/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

/** Who has written a message: a server that could not deliver another, a mailbox that answers by itself, or a person. */
final class BounceEvidence {

    private final BounceMail mail;
    private final String subject;

    /** It comes from an address that only servers write from. */
    private final boolean server;

    /** Its envelope sender is empty, which servers do to keep two of them from answering each other for ever. */
    private final boolean nullSender;

    private final boolean announced;

    /** A person answers or forwards. */
    private final boolean letter;

    BounceEvidence(BounceMail mail) {
        this.mail = mail;
        subject = mail.subject();
        server = BounceSigns.isSender(Headers.decoded(mail, "From"));
        nullSender = mail.header("Return-Path").strip().equals("<>");
        announced = mail.reportType("delivery-status");
        letter = BounceSigns.isAnswer(subject) && !server && !nullSender;
    }

    /** The delivery status of this message; empty if it is the one of another that somebody forwards or quotes. */
    String status() {
        if (letter && !announced) {
            return "";
        }
        String status = mail.status();
        boolean torn = status.isBlank() && (server || nullSender || announced);
        return torn ? mail.statusInText() : status;
    }

    /** The complaint of this message; empty if somebody forwards it, or if it is what came back. */
    String feedback() {
        boolean torn = mail.feedback().isBlank() && !server && !BounceSigns.isAnswer(subject);
        return torn ? mail.feedbackInText() : mail.feedback();
    }

    /** Whether it says in its first words that a mailbox answers by itself. */
    boolean isAnswerOfMailbox() {
        return !server && !announced && AutoReplies.isSubject(subject);
    }

    /** Whether a text is that of a server which could not deliver. */
    boolean isBounce(TextBounce text) {
        if (letter) {
            return announced;
        }
        boolean named = !mail.header("X-Failed-Recipients").isEmpty();
        boolean opening = BounceSigns.opensAsBounce(text.signs());
        boolean title = BounceSigns.isSubjectOfBounce(subject) && !BounceSigns.isAnswer(subject);
        if (named || announced) {
            return true;
        }
        if (server || nullSender) {
            return opening || title;
        }
        // people write about bounces, and parcels cannot be delivered either
        return opening && BounceSigns.beginsAsBounce(subject) && !isCorrespondence() && text.quotesReply();
    }

    private boolean isCorrespondence() {
        return !mail.header("In-Reply-To").isEmpty()
                || !mail.header("List-Id").isEmpty()
                || !mail.header("List-Unsubscribe").isEmpty()
                || !mail.header("List-Post").isEmpty();
    }
}
