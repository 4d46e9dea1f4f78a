/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import java.io.InputStream;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link SMTPMessage} says about its sending, and its bytes do not: whoever keeps the bytes keeps this beside them.
 * Immutable.
 *
 * @param envelopeFrom the envelope sender; null means that the session's, or else the author, is used
 * @param notifyOptions when the sender wants a notice (RFC 3461 NOTIFY), as {@link SMTPMessage#setNotifyOptions} has it;
 *     0 means what the session says
 * @param returnOption what a notice returns (RFC 3461 RET), as {@link SMTPMessage#setReturnOption} has it; 0 means what the
 *     session says
 * @param mailExtension what is appended to MAIL; null means what the session says
 * @param submitter who has submitted it (RFC 4954 AUTH of MAIL); null means what the session says
 * @param sendPartial whether it is sent although a recipient was refused; false means what the session says
 * @param allow8bitMime whether it may be converted to 8 bits; false means what the session says
 */
public record MessageOptions(
        @Nullable String envelopeFrom,
        int notifyOptions,
        int returnOption,
        @Nullable String mailExtension,
        @Nullable String submitter,
        boolean sendPartial,
        boolean allow8bitMime) {

    /** A message that leaves everything to the session. */
    public static final MessageOptions NONE = new MessageOptions(null, 0, 0, null, null, false, false);

    /** Longer than any server reads (RFC 5321 section 4.5.3.1), and room enough for what is kept. */
    private static final int LONGEST = 998;

    /**
     * Reads what a message says.
     *
     * @param message any; one that is no {@link SMTPMessage} says nothing
     * @return what it says
     * @throws MessagingException if a value cannot be part of a command, in one sentence that names it and the cure
     */
    public static MessageOptions of(MimeMessage message) throws MessagingException {
        if (!(message instanceof SMTPMessage smtp)) {
            return NONE;
        }
        return new MessageOptions(
                word("the envelope sender", smtp.getEnvelopeFrom()),
                smtp.getNotifyOptions(),
                smtp.getReturnOption(),
                word("the mail extension", smtp.getMailExtension()),
                word("the submitter", smtp.getSubmitter()),
                smtp.getSendPartial(),
                smtp.getAllow8bitMIME());
    }

    private static @Nullable String word(String name, @Nullable String value) throws MessagingException {
        if (value != null && value.chars().anyMatch(Character::isISOControl)) {
            throw new MessagingException(
                    name + " of the message has a line break or another control character in it: take it out");
        }
        if (value != null && value.length() > LONGEST) {
            throw new MessagingException(name + " of the message has " + value.length()
                    + " characters, and a command has room for " + LONGEST + " at the most: shorten it");
        }
        return value;
    }

    /** {@return whether everything is left to the session} */
    public boolean isNone() {
        return equals(NONE);
    }

    /**
     * Reads a message that says this again.
     *
     * @param session whose settings apply
     * @param bytes of the message
     * @return the message; an {@link SMTPMessage} only if there is something to say
     * @throws MessagingException if it cannot be read
     */
    public MimeMessage read(Session session, InputStream bytes) throws MessagingException {
        if (isNone()) {
            return new MimeMessage(session, bytes) {
                @Override
                protected InternetHeaders createInternetHeaders(InputStream in) throws MessagingException {
                    return new HeaderLines(session, in);
                }
            };
        }
        SMTPMessage message = new SMTPMessage(session, bytes) {
            @Override
            protected InternetHeaders createInternetHeaders(InputStream in) throws MessagingException {
                return new HeaderLines(session, in);
            }
        };
        message.setEnvelopeFrom(envelopeFrom);
        message.setNotifyOptions(notifyOptions);
        message.setReturnOption(returnOption);
        message.setMailExtension(mailExtension);
        message.setSubmitter(submitter);
        message.setSendPartial(sendPartial);
        message.setAllow8bitMIME(allow8bitMime);
        return message;
    }
}
