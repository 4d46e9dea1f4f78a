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
     * One command and what came of it. What the server said is read when somebody asks: of most exchanges nobody wants to
     * know more than whether they went well.
     */
    static final class Exchange {

        private final SmtpPhase phase;
        private final @Nullable String text;
        private final boolean garbage;
        private final boolean goAhead;
        private @Nullable SmtpReply reply;

        private Exchange(SmtpPhase phase, @Nullable String text, boolean garbage, boolean goAhead) {
            this.phase = phase;
            this.text = text;
            this.garbage = garbage;
            this.goAhead = goAhead;
        }

        SmtpPhase phase() {
            return phase;
        }

        /** The complete reply, or null if it never came whole. */
        @Nullable
        SmtpReply reply() {
            if (reply == null && text != null) {
                reply = SmtpReply.parse(decoded(text));
            }
            return reply;
        }

        /** Whether something came that is no reply. */
        boolean garbage() {
            return garbage;
        }

        boolean isLost() {
            return text == null;
        }

        /** Whether the server said that it closes the connection (RFC 5321 section 3.8). */
        boolean isFarewell() {
            return code() == 421;
        }

        /** Whether it was refused for now. */
        boolean isTransient() {
            return code() / 100 == 4;
        }

        /**
         * Whether the answer was not what the command asked for: a refusal, or a success out of place. A command that asks
         * to go on wants 3xx, the others 2xx.
         */
        boolean isRefusal() {
            return text != null && code() / 100 != (goAhead ? 3 : 2);
        }

        /** Whether the server knows EHLO, and lets this client in by neither word (RFC 5321 section 4.1.1.1). */
        boolean isRefusedEhlo() {
            return phase == SmtpPhase.EHLO && isRefusal() && code() != 500 && code() != 502;
        }

        /** The code of the reply, or 0. */
        private int code() {
            if (reply == null && text != null && isPlain(text)) {
                return Integer.parseInt(text, 0, 3, 10);
            }
            SmtpReply whole = reply();
            return whole == null ? 0 : whole.code();
        }

        /** Whether it is one line that begins with a code, so that there is no doubt which one counts. */
        private static boolean isPlain(String text) {
            return text.length() > 3
                    && text.charAt(0) >= '2'
                    && text.charAt(0) <= '5'
                    && isDigit(text.charAt(1))
                    && isDigit(text.charAt(2))
                    && (text.charAt(3) == ' ' || text.charAt(3) == '\n')
                    && text.indexOf('\n') == text.length() - 1;
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
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
        phase = phaseOf(command, phase);
        goAhead = command.equalsIgnoreCase("DATA");
        dotSent |= phase == SmtpPhase.END_OF_DATA;
    }

    /** Whether a command is what the server answers with its acceptance. */
    boolean isFinal(String command) {
        return phaseOf(command, phase) == SmtpPhase.END_OF_DATA;
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

    /** Where a command stands in the dialogue; one that nobody knows belongs to what was asked before. */
    static SmtpPhase phaseOf(String command, SmtpPhase before) {
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
            default -> before;
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
        exchanges.add(new Exchange(asked, whole ? text : null, garbage, goAhead));
    }

    /**
     * What the server said in the middle of a message, when the client could not write on: why it wants no more of it. It
     * counts if it is a whole refusal, and if the message was being written.
     */
    void overheard(String text) {
        String[] lines = text.split("\\R", -1);
        boolean whole = lines.length > 1 && lines[lines.length - 2].matches("[45][0-9]{2}( .*)?");
        if (whole && phase == SmtpPhase.DATA) {
            exchanges.add(new Exchange(phase, text, false, goAhead));
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
        if (AsciiText.isAscii(text)) {
            return text;
        }
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
        List<Exchange> found = new ArrayList<>(exchanges.size());
        for (Exchange exchange : exchanges) {
            if (exchange.phase() == wanted) {
                found.add(exchange);
            }
        }
        return found;
    }

    /** The answer to the one command of a phase, the last one if there were several. */
    Optional<Exchange> last(SmtpPhase wanted) {
        for (int i = exchanges.size() - 1; i >= 0; i--) {
            if (exchanges.get(i).phase() == wanted) {
                return Optional.of(exchanges.get(i));
            }
        }
        return Optional.empty();
    }

    /** Whether a command of a phase was refused. */
    boolean hasRefused(SmtpPhase wanted) {
        for (Exchange exchange : exchanges) {
            if (exchange.phase() == wanted && exchange.isRefusal()) {
                return true;
            }
        }
        return false;
    }

    /** Whether a command of a phase was accepted. */
    boolean hasAccepted(SmtpPhase wanted) {
        for (Exchange exchange : exchanges) {
            if (exchange.phase() == wanted && exchange.code() / 100 == 2) {
                return true;
            }
        }
        return false;
    }

    /** Whether any reply did not come whole. */
    boolean hasLost() {
        for (Exchange exchange : exchanges) {
            if (exchange.isLost()) {
                return true;
            }
        }
        return false;
    }

    /**
     * The exchange that ended the dialogue, cleaning up left aside: a connection that is lost right after a 421 was
     * closed by that 421, whatever was asked next; and one that is lost at HELO, by what EHLO was refused for.
     */
    Optional<Exchange> end() {
        Exchange last = null;
        for (int i = exchanges.size() - 1; i >= 0; i--) {
            Exchange exchange = exchanges.get(i);
            if (exchange.phase() == SmtpPhase.RSET || exchange.phase() == SmtpPhase.QUIT) {
                continue;
            }
            if (last != null) {
                return Optional.of(exchange.isFarewell() || exchange.isRefusedEhlo() ? exchange : last);
            }
            last = exchange;
            if (!last.isLost()) {
                break;
            }
        }
        return Optional.ofNullable(last);
    }
}
