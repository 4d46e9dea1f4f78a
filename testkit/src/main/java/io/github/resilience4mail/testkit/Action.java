/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the server does in one place of the dialogue: it says something, or not, and goes on, or not.
 *
 * <p>An action begins with one of the factories and may be refined:
 * {@code reply("421 4.3.2 Shutting down").after(Duration.ofSeconds(2)).thenClose()}. A reply does what its code says: a
 * 2xx to RCPT notes the recipient, a 2xx to the final dot accepts the message, a 354 to DATA is followed by the message,
 * a 220 to STARTTLS by the handshake. A reply 4xx or 5xx, or one without a whole last line, has no effect. A 421 alone
 * does not close the connection: say {@link #thenClose()}. Immutable.
 */
public final class Action {

    private enum Trait {
        ACCEPTS,
        BYTE_BY_BYTE,
        BEFORE_CREDENTIALS
    }

    /** What becomes of the session. */
    enum Ending {
        GO_ON,
        CLOSE,
        RESET,
        STALL,
        FREEZE
    }

    private final Speech speech;
    private final Ending ending;
    private final Duration delay;
    private final Set<Trait> traits;
    private final @Nullable Body body;

    /** What happens in the middle of a message. */
    record Body(long bytes, Action action) {}

    private Action(Speech speech, Ending ending, Duration delay, Set<Trait> traits, @Nullable Body body) {
        this.speech = speech;
        this.ending = ending;
        this.delay = delay;
        this.traits = traits;
        this.body = body;
    }

    private static Action of(Speech speech, Ending ending) {
        return new Action(speech, ending, Duration.ZERO, EnumSet.noneOf(Trait.class), null);
    }

    /**
     * A well-formed reply, in UTF-8.
     *
     * @param firstLine code and text, as in {@code "451 4.3.0 Try again"}
     * @param moreLines further lines, with or without the code: it is put where it belongs
     * @return an action that says this and goes on
     */
    public static Action reply(String firstLine, String... moreLines) {
        List<String> lines = new ArrayList<>();
        lines.add(firstLine);
        lines.addAll(List.of(moreLines));
        return of(Speech.lines(lines), Ending.GO_ON);
    }

    /**
     * Any bytes instead of a reply: malformed, in Latin-1, with control characters, without a line end.
     *
     * @param bytes each char is one byte (Latin-1); nothing is added, so a line end has to be written
     * @return an action that says this and goes on
     */
    public static Action rawReply(String bytes) {
        return of(Speech.raw(bytes), Ending.GO_ON);
    }

    /**
     * A reply of one very long line. It is streamed: any length costs no memory here.
     *
     * @param start code and text that it begins with; the rest is filled up
     * @param bytes its whole length, line end included
     * @return an action that says this, until the client is gone, and goes on
     */
    public static Action longLine(String start, long bytes) {
        return of(new Speech.Flood(start, bytes, 0), Ending.GO_ON);
    }

    /**
     * A reply of very many lines of about 80 bytes. It is streamed: any length costs no memory here.
     *
     * @param start code and text that each line begins with; the rest is filled up
     * @param bytes the whole length of the reply, line ends included
     * @return an action that says this, until the client is gone, and goes on
     */
    public static Action manyLines(String start, long bytes) {
        return of(new Speech.Flood(start, bytes, Math.max(80, start.length() + 8)), Ending.GO_ON);
    }

    /**
     * What the server would have done without a script: to be refined, as in
     * {@code proceed().after(Duration.ofSeconds(2))} or {@code proceed().byteByByte()}.
     *
     * @return an action that goes on as usual
     */
    public static Action proceed() {
        return of(Speech.USUAL, Ending.GO_ON);
    }

    /**
     * Closes the connection in good order (FIN), without a reply: the client reads an end of stream.
     *
     * @return an action that ends the session
     */
    public static Action close() {
        return of(Speech.NOTHING, Ending.CLOSE);
    }

    /**
     * Resets the connection (RST), without a reply: the client's read or write fails.
     *
     * @return an action that ends the session
     */
    public static Action reset() {
        return of(Speech.NOTHING, Ending.RESET);
    }

    /**
     * Says nothing more, and keeps the connection until the client goes away or the server is closed.
     *
     * @return an action that ends the session
     */
    public static Action stall() {
        return of(Speech.NOTHING, Ending.STALL);
    }

    /**
     * Says nothing more and reads nothing more, as a process that hangs: a client that goes on writing is stuck as soon as
     * the buffers in between are full. The connection counts as open until the server is closed, since who does not read
     * does not see that the client has gone.
     *
     * @return an action that ends the session
     */
    public static Action freeze() {
        return of(Speech.NOTHING, Ending.FREEZE);
    }

    /**
     * Accepts the message and counts it, then does something else than saying so. For END_OF_DATA only. The reply counts
     * as withheld unless the action says a whole 2xx.
     *
     * @param action what the server does then, as in {@code rawReply("250-Half a reply\r\n").thenClose()}
     * @return the action, with an acceptance before it
     */
    public static Action acceptThen(Action action) {
        return action.with(Trait.ACCEPTS);
    }

    /**
     * Accepts the message, counts it, and closes the connection without a reply. For END_OF_DATA only.
     *
     * @return an action that leaves the client in doubt
     */
    public static Action acceptThenClose() {
        return acceptThen(close());
    }

    /**
     * Accepts the message, counts it, and resets the connection. For END_OF_DATA only.
     *
     * @return an action that leaves the client in doubt
     */
    public static Action acceptThenReset() {
        return acceptThen(reset());
    }

    /**
     * Accepts the message, counts it, and says nothing more. For END_OF_DATA only.
     *
     * @return an action that leaves the client in doubt
     */
    public static Action acceptThenStall() {
        return acceptThen(stall());
    }

    /**
     * Ends the session in the middle of a message, before its final dot. For DATA only: it answers 354 first.
     *
     * @param bytes how much of the message is read before; less than the message has, at least 1
     * @param action how it ends: {@link #close()}, {@link #reset()}, {@link #stall()}, {@link #freeze()}, or a reply
     *     and one of these
     * @return an action that ends the session
     */
    public static Action inBody(long bytes, Action action) {
        if (bytes < 1) {
            throw new IllegalArgumentException("at least 1 byte of the message is read before it ends, not " + bytes);
        }
        if (action.ending == Ending.GO_ON) {
            throw new IllegalArgumentException(
                    "nothing can go on from the middle of a message: end with close, reset, stall, freeze or thenClose");
        }
        return new Action(
                Speech.USUAL, Ending.GO_ON, Duration.ZERO, EnumSet.noneOf(Trait.class), new Body(bytes, action));
    }

    /**
     * Closes the connection in the middle of a message, before its final dot. For DATA only: it answers 354 first. A
     * client that still has much to write will fail in writing, another one reads an end of stream.
     *
     * @return an action that ends the session
     */
    public static Action closeInBody() {
        return inBody(1, close());
    }

    /**
     * The same action, but later.
     *
     * @param duration how much later, by the server's timekeeper
     * @return the delayed action
     */
    public Action after(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("a delay is not negative: " + duration);
        }
        return new Action(speech, ending, duration, traits, body);
    }

    /**
     * The same action, with each byte of the reply sent on its own.
     *
     * @return the slow-spoken action
     */
    public Action byteByByte() {
        return with(Trait.BYTE_BY_BYTE);
    }

    /**
     * The same action, as the answer to the AUTH command itself instead of to the credentials. For AUTH only.
     *
     * @return the action that asks for no credentials
     */
    public Action beforeCredentials() {
        return with(Trait.BEFORE_CREDENTIALS);
    }

    /**
     * The same reply, and then the end of the connection in good order (FIN).
     *
     * @return an action that ends the session
     */
    public Action thenClose() {
        return then(Ending.CLOSE);
    }

    /**
     * The same reply, and then a reset (RST), which may destroy a reply that the client has not read yet.
     *
     * @return an action that ends the session
     */
    public Action thenReset() {
        return then(Ending.RESET);
    }

    /**
     * The same reply, and then nothing more.
     *
     * @return an action that ends the session
     */
    public Action thenStall() {
        return then(Ending.STALL);
    }

    private Action then(Ending newEnding) {
        return new Action(speech, newEnding, delay, traits, body);
    }

    private Action with(Trait trait) {
        Set<Trait> more = EnumSet.of(trait);
        more.addAll(traits);
        return new Action(speech, ending, delay, more, body);
    }

    /** This action; where it says "as usual", with what is usual. */
    Action orUsual(Supplier<Action> usual) {
        if (speech != Speech.USUAL) {
            return this;
        }
        Action other = usual.get();
        Set<Trait> all = EnumSet.noneOf(Trait.class);
        all.addAll(traits);
        all.addAll(other.traits);
        return new Action(other.speech, ending == Ending.GO_ON ? other.ending : ending, delay, all, body);
    }

    /**
     * {@return what it says and how it ends, for a failed assertion}
     */
    @Override
    public String toString() {
        String said = (acceptsInAnyCase() ? "accept, " : "") + speech;
        return goesOn() ? said : said + ", then " + ending.name().toLowerCase(Locale.ROOT);
    }

    Speech speech() {
        return speech;
    }

    Ending ending() {
        return ending;
    }

    Duration delay() {
        return delay;
    }

    @Nullable
    Body body() {
        return body;
    }

    boolean isByteByByte() {
        return traits.contains(Trait.BYTE_BY_BYTE);
    }

    boolean isBeforeCredentials() {
        return traits.contains(Trait.BEFORE_CREDENTIALS) && speech != Speech.USUAL;
    }

    boolean acceptsInAnyCase() {
        return traits.contains(Trait.ACCEPTS);
    }

    /** Whether it reports a completed action (2xx). */
    boolean isCompletion() {
        return speech.code() / 100 == 2;
    }

    /** Whether it asks to go on (3xx). */
    boolean isIntermediate() {
        return speech.code() / 100 == 3;
    }

    boolean isRefusal() {
        return speech.code() >= 400;
    }

    boolean goesOn() {
        return ending == Ending.GO_ON;
    }
}
