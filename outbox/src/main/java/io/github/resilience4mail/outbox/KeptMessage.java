/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import io.github.resilience4mail.javamail.MessageOptions;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A message as the outbox keeps it: its bytes, and what they do not say about its sending. Immutable. */
final class KeptMessage {

    /** The columns that {@link #read} wants and {@link #writeOptions} fills, of the table of messages. */
    static final String OPTIONS =
            "envelope_from, notify_options, return_option, mail_extension, submitter, send_partial, allow_8bit_mime";

    private final byte[] body;
    private final MessageOptions options;

    private KeptMessage(byte[] body, MessageOptions options) {
        this.body = body;
        this.options = options;
    }

    /** From a row with the columns {@code body} and {@link #OPTIONS}. */
    static KeptMessage read(ResultSet row) throws SQLException {
        return new KeptMessage(
                row.getBytes("body"),
                new MessageOptions(
                        row.getString("envelope_from"),
                        row.getInt("notify_options"),
                        row.getInt("return_option"),
                        row.getString("mail_extension"),
                        row.getString("submitter"),
                        row.getBoolean("send_partial"),
                        row.getBoolean("allow_8bit_mime")));
    }

    /** Sets the parameters that stand for {@link #OPTIONS}. */
    static void writeOptions(PreparedStatement statement, int first, MessageOptions options) throws SQLException {
        int i = first;
        statement.setString(i++, options.envelopeFrom());
        statement.setInt(i++, options.notifyOptions());
        statement.setInt(i++, options.returnOption());
        statement.setString(i++, options.mailExtension());
        statement.setString(i++, options.submitter());
        statement.setBoolean(i++, options.sendPartial());
        statement.setBoolean(i, options.allow8bitMime());
    }

    MimeMessage open(Session session) throws MessagingException {
        return options.read(session, new ByteArrayInputStream(body));
    }
}
