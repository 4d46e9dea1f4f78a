/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has been said on one connection since it was opened, or since the last MAIL: every command's phase and every
 * reply, also those that the exceptions of Angus Mail lose. Guarded by the lock of its transport.
 */
final class Dialogue {

    /**
     * One command and what came of it.
     *
     * @param reply the complete reply, or null if it never came whole
     * @param garbage whether something came that is no reply
     * @param goAhead whether the command asks to go on: success is 3xx then, and 2xx otherwise
     */
    record Exchange(SmtpPhase phase, @Nullable SmtpReply reply, boolean garbage, boolean goAhead) {

        boolean isLost() {
            return reply == null;
        }

        /** Whether the server said that it closes the connection (RFC 5321 section 3.8). */
        boolean isFarewell() {
            return reply != null && reply.code() == 421;
        }

        /** Whether it was refused for now. */
        boolean isTransient() {
            return reply != null && reply.code() / 100 == 4;
        }

        /** Whether the answer was not what the command asked for: a refusal, or a success out of place. */
        boolean isRefusal() {
            return reply != null && !(goAhead ? reply.code() / 100 == 3 : reply.isCompletion());
        }
    }

    private final List<Exchange> exchanges = new ArrayList<>();
    private SmtpPhase phase = SmtpPhase.CONNECT;
    private boolean dotSent;
    private boolean goAhead;
    private @Nullable SmtpPhase unsendable;

    /** A new connection: nothing has been said. */
    void connecting() {
        exchanges.clear();
        dotSent = false;
        unsendable = null;
        phase = SmtpPhase.CONNECT;
    }

    /** A new message: what was said about others is forgotten. */
    void beginMessage() {
        exchanges.clear();
        dotSent = false;
        unsendable = null;
        phase = SmtpPhase.MAIL;
    }

    /** A command is being sent. */
    void command(String command) {
        phase = phaseOf(command);
        goAhead = command.equalsIgnoreCase("DATA");
        dotSent |= phase == SmtpPhase.END_OF_DATA;
    }

    /** The last command was not sent, because of what it would have said: it has a line end in it. */
    void unsendable() {
        unsendable = phase;
    }

    /** Where a command was not sent, because of what it would have said; or null. */
    @Nullable
    SmtpPhase unsendableAt() {
        return unsendable;
    }

    /** What is being asked. */
    SmtpPhase phase() {
        return phase;
    }

    /** Whether the final dot, or the last chunk, has perhaps been sent. */
    boolean isDotSent() {
        return dotSent;
    }

    private SmtpPhase phaseOf(String command) {
        int space = command.indexOf(' ');
        String verb = (space < 0 ? command : command.substring(0, space)).toUpperCase(Locale.ROOT);
        return switch (verb) {
            case "EHLO", "HELO" -> SmtpPhase.EHLO;
            case "STARTTLS" -> SmtpPhase.STARTTLS;
            case "AUTH" -> SmtpPhase.AUTH;
            case "MAIL" -> SmtpPhase.MAIL;
            case "RCPT" -> SmtpPhase.RCPT;
            case "DATA" -> SmtpPhase.DATA;
            case "BDAT" -> command.endsWith(" LAST") ? SmtpPhase.END_OF_DATA : SmtpPhase.DATA;
            case "." -> SmtpPhase.END_OF_DATA;
            case "RSET" -> SmtpPhase.RSET;
            case "QUIT" -> SmtpPhase.QUIT;
            default -> phase;
        };
    }

    /**
     * A reply was read.
     *
     * @param asked what it answers
     * @param code as Angus parsed it, -1 if there was none or only a part
     * @param text what was read, one char a byte
     */
    void replied(SmtpPhase asked, int code, String text) {
        boolean whole = code >= 200 && code <= 599;
        boolean garbage = !whole && !text.isEmpty() && !"[EOF]".equals(text) && !isPart(text);
        exchanges.add(new Exchange(asked, whole ? SmtpReply.parse(decoded(text)) : null, garbage, goAhead));
    }

    /**
     * What the server said in the middle of a message, when the client could not write on: why it wants no more of it. It
     * counts if it is a whole refusal, and if the message was being written.
     */
    void overheard(String text) {
        String[] lines = text.split("\\R", -1);
        boolean whole = lines.length > 1 && lines[lines.length - 2].matches("[45][0-9]{2}( .*)?");
        if (whole && phase == SmtpPhase.DATA) {
            exchanges.add(new Exchange(phase, SmtpReply.parse(decoded(text)), false, goAhead));
        }
    }

    /** The reading of a reply failed. */
    void lost(SmtpPhase asked) {
        exchanges.add(new Exchange(asked, null, false, goAhead));
    }

    /** The beginning of a reply of several lines whose end never came. */
    private static boolean isPart(String text) {
        return text.length() > 3 && text.charAt(3) == '-' && Character.isDigit(text.charAt(0));
    }

    /** Angus makes one char of each byte. Where the bytes are valid UTF-8, that is what they were meant to be. */
    private static String decoded(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return text;
        }
    }

    /** The exchanges of a phase, in order. */
    List<Exchange> in(SmtpPhase wanted) {
        return exchanges.stream().filter(e -> e.phase() == wanted).toList();
    }

    /** The answer to the one command of a phase, the last one if there were several. */
    Optional<Exchange> last(SmtpPhase wanted) {
        List<Exchange> all = in(wanted);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** Whether any reply did not come whole. */
    boolean hasLost() {
        return exchanges.stream().anyMatch(Exchange::isLost);
    }

    /**
     * The exchange that ended the dialogue, cleaning up left aside: a connection that is lost right after a 421 was
     * closed by that 421, whatever was asked next.
     */
    Optional<Exchange> end() {
        List<Exchange> all = exchanges.stream()
                .filter(e -> e.phase() != SmtpPhase.RSET && e.phase() != SmtpPhase.QUIT)
                .toList();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        Exchange last = all.get(all.size() - 1);
        if (last.isLost() && all.size() > 1 && all.get(all.size() - 2).isFarewell()) {
            return Optional.of(all.get(all.size() - 2));
        }
        return Optional.of(last);
    }
}
