/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.github.resilience4mail.smtp.SmtpPhase;
import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What makes no sense is refused where it is written, in one sentence. */
class ArgumentsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @ParameterizedTest
    @MethodSource({"actions", "occurrences", "lines", "servers", "manners"})
    void areRefusedInOneSentence(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    private static Arguments row(String name, ThrowingCallable call, String message) {
        return argumentSet(name, call, message);
    }

    static Stream<Arguments> actions() {
        return Stream.of(
                row("no code", () -> Action.reply("Try again"), "a reply begins with a code and a space"),
                row("code 199", () -> Action.reply("199 x"), "for a malformed one use rawReply"),
                row("glued code", () -> Action.reply("2500"), "not \"2500\""),
                row("line end", () -> Action.reply("250 a\r\nb"), "a line of a reply has no line end"),
                row("line end in a further line", () -> Action.reply("250 a", "b\n"), "has no line end"),
                row("not a byte", () -> Action.rawReply("250 \u20ac\r\n"), "each char of a raw reply is one byte"),
                row("long line too short", () -> Action.longLine("250 hello", 11), "at least 12 bytes"),
                row("long lines too short", () -> Action.manyLines("250 hello", 11), "at least 12 bytes"),
                row("long line without code", () -> Action.longLine("x", 1000), "a reply begins with a code"),
                row("negative delay", () -> Action.proceed().after(SECOND.negated()), "a delay is not negative"),
                row("no byte of the body", () -> Action.inBody(0, Action.close()), "at least 1 byte"),
                row("body goes on", () -> Action.inBody(1, Action.reply("552 x")), "end with close, reset, stall"));
    }

    static Stream<Arguments> occurrences() {
        return Stream.of(
                row("nth", () -> Occurrence.nth(0), "occurrences are counted from 1, not 0"),
                row("everyNth", () -> Occurrence.everyNth(0), "counted from 1"),
                row("from", () -> Occurrence.from(-1), "counted from 1, not -1"),
                row("upTo", () -> Occurrence.upTo(0), "counted from 1"),
                row("a share below 0", () -> Occurrence.some(-0.1, 1), "a probability is 0 to 1"),
                row("no share", () -> Occurrence.some(Double.NaN, 1), "a probability is 0 to 1"),
                row("to", () -> Occurrence.first().to(" "), "the recipient is an address or a domain"));
    }

    private static ThrowingCallable line(SmtpPhase phase, Action action) {
        return () -> ScriptedSmtpServer.builder().on(phase, Occurrence.first(), action);
    }

    static Stream<Arguments> lines() {
        ScriptedSmtpServer.Builder builder = ScriptedSmtpServer.builder();
        return Stream.of(
                row("bounce", line(SmtpPhase.BOUNCE, Action.close()), "a bounce is no place in the dialogue"),
                row(
                        "recipient at MAIL",
                        () -> builder.on(SmtpPhase.MAIL, Occurrence.first().to("a@b"), Action.close()),
                        "leave out to(...) for MAIL"),
                row(
                        "accepts at DATA",
                        line(SmtpPhase.DATA, Action.acceptThenClose()),
                        "a message is accepted at END_OF_DATA, not at DATA"),
                row(
                        "cut short at the end",
                        line(SmtpPhase.END_OF_DATA, Action.closeInBody()),
                        "a message is cut short at DATA, not at END_OF_DATA"),
                row(
                        "credentials at MAIL",
                        line(SmtpPhase.MAIL, Action.reply("451 x").beforeCredentials()),
                        "beforeCredentials() is for AUTH, not for MAIL"));
    }

    static Stream<Arguments> servers() {
        ScriptedSmtpServer.Builder builder = ScriptedSmtpServer.builder();
        Manners manners = Manners.builder().build();
        return Stream.of(
                row("address as domain", () -> builder.destination("a@b", manners), "a destination is a domain"),
                row("blank domain", () -> builder.destination("", manners), "a destination is a domain"),
                row("two modes", () -> builder.startTls().implicitTls(), "TLS has one mode: choose one"),
                row("blank capability", () -> builder.capability(" "), "begins with a keyword"),
                row("size", () -> builder.maxMessageSize(0), "leave it out for no limit"),
                row("transcript", () -> builder.transcriptLimit(-1), "transcriptLimit is 0 or more"),
                row("link delay", () -> builder.linkDelay(SECOND.negated()), "linkDelay is not negative"),
                row("negative port", () -> builder.port(-1), "a port is 0 to 65535, not -1"),
                row("port", () -> builder.port(65_536), "a port is 0 to 65535"));
    }

    static Stream<Arguments> manners() {
        Manners.Builder builder = Manners.builder();
        return Stream.of(
                row("connections", () -> builder.maxConnections(-1), "maxConnections is 0 or more, not -1"),
                row("messages", () -> builder.maxMessages(-1, SECOND), "maxMessages is 0 or more"),
                row("window", () -> builder.maxMessages(1, Duration.ZERO), "the window of maxMessages is longer"),
                row("per connection", () -> builder.maxMessagesPerConnection(-1), "maxMessagesPerConnection is 0"),
                row("recipients", () -> builder.maxRecipients(-1), "maxRecipients is 0 or more"),
                row("greylisting", () -> builder.greylisting(SECOND.negated()), "the delay of greylisting is longer"),
                row("size limit", () -> builder.sizeLimit(all -> true, -1), "maxBytes of sizeLimit is 0 or more"),
                row("withheld", () -> builder.withholdEvery(0), "withholdEvery counts from 1"),
                row("chance", () -> builder.withholdSome(1.1, 1), "a probability is 0 to 1"),
                row("no chance", () -> builder.withholdSome(Double.NaN, 1), "a probability is 0 to 1"),
                row("no refusal", () -> builder.messageRefusal("250 ok"), "a refusal has a code 4xx or 5xx"),
                row("no reply", () -> builder.connectionRefusal("busy"), "a reply begins with a code"));
    }
}
