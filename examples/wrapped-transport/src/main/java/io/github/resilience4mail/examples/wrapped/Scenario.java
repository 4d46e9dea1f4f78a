/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.wrapped;

import com.example.oldshop.Way;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import java.util.List;
import java.util.Set;

/**
 * What one way of sending meets.
 *
 * @param way which
 * @param misbehaviour what the server does, in words
 * @param builder the server that does it
 * @param mailboxes who could get the mail, each one message; nobody where the password is wrong
 * @param refused of whom the server does complain
 */
record Scenario(
        Way way, String misbehaviour, ScriptedSmtpServer.Builder builder, List<String> mailboxes, Set<String> refused) {

    private static final String ANN = "ann@rcv.example";
    private static final String BOB = "bob@rcv.example";
    private static final String CAROL = "carol@rcv.example";
    private static final String MOVED = "moved@rcv.example";

    /** Made anew for each run: a script is played once. */
    static Scenario of(Way way) {
        ScriptedSmtpServer.Builder server = ScriptedSmtpServer.builder();
        return switch (way) {
            case STATIC_SEND ->
                toAnn(way, "451 at RCPT, once", at(server, SmtpPhase.RCPT, "451 4.3.0 Try again later"));
            case STATIC_SEND_TO ->
                new Scenario(
                        way,
                        "250 for ann, 421 for bob and hangs up, once",
                        server.on(
                                SmtpPhase.RCPT,
                                Occurrence.nth(2),
                                Action.reply("421 4.3.2 Shutting down").thenClose()),
                        List.of(ANN, BOB, CAROL),
                        Set.of(BOB));
            case STATIC_SEND_AS ->
                toAnn(
                        way,
                        "454 at AUTH, once",
                        at(server.user("shop", "right"), SmtpPhase.AUTH, "454 4.7.0 Temporary authentication failure"));
            case KEPT_TRANSPORT ->
                new Scenario(
                        way,
                        "421 for the third message and hangs up, once",
                        server.on(
                                SmtpPhase.MAIL,
                                Occurrence.nth(3),
                                Action.reply("421 4.4.2 Enough on this connection")
                                        .thenClose()),
                        List.of(ANN, BOB, CAROL, "dave@rcv.example", "eve@rcv.example"),
                        Set.of());
            case TRANSPORT_OF_SESSION ->
                toAnn(
                        way,
                        "accepts, and breaks the line at QUIT, once",
                        server.on(SmtpPhase.QUIT, Occurrence.first(), Action.reset()));
            case TRANSPORT_OF_URL ->
                toAnn(
                        way,
                        "451 to the message, then breaks the line, once",
                        at(server, SmtpPhase.END_OF_DATA, "451 4.3.0 Queue full")
                                .on(SmtpPhase.RSET, Occurrence.first(), Action.reset()));
            case IMPLICIT_TLS ->
                toAnn(
                        way,
                        "421 at the greeting and hangs up, once",
                        server.implicitTls()
                                .on(
                                        SmtpPhase.CONNECT,
                                        Occurrence.first(),
                                        Action.reply("421 4.3.2 Service not available")
                                                .thenClose()));
            case STARTTLS ->
                toAnn(
                        way,
                        "hangs up in the TLS handshake, once",
                        server.requireStartTls()
                                .on(
                                        SmtpPhase.STARTTLS,
                                        Occurrence.first(),
                                        Action.proceed().thenClose()));
            case AUTHENTICATOR ->
                new Scenario(
                        way,
                        "535: the password was changed",
                        server.user("shop", "of this week").requireAuth(),
                        List.of(),
                        Set.of());
            case JNDI_SESSION ->
                new Scenario(
                        way,
                        "550 for one of three: no such user",
                        server.on(
                                SmtpPhase.RCPT,
                                Occurrence.every().to(MOVED),
                                Action.reply("550 5.1.1 No such user here")),
                        List.of(ANN, CAROL),
                        Set.of(MOVED));
            case LISTENER ->
                new Scenario(
                        way,
                        "452 for the third: too many recipients",
                        server.on(SmtpPhase.RCPT, Occurrence.nth(3), Action.reply("452 4.5.3 Too many recipients")),
                        List.of(ANN, BOB, CAROL),
                        Set.of(CAROL));
            case ATTACHMENT ->
                toAnn(
                        way,
                        "hangs up in the middle of the message, once",
                        server.on(SmtpPhase.DATA, Occurrence.first(), Action.closeInBody()));
            case OWN_LOOP ->
                toAnn(
                        way,
                        "accepts, and hangs up before saying so, once",
                        server.on(SmtpPhase.END_OF_DATA, Occurrence.first(), Action.acceptThenClose()));
            case SIMPLE_JAVA_MAIL ->
                toAnn(way, "450 at RCPT, once", at(server, SmtpPhase.RCPT, "450 4.2.0 Mailbox busy"));
        };
    }

    boolean passwordIsWrong() {
        return mailboxes.isEmpty();
    }

    private static Scenario toAnn(Way way, String misbehaviour, ScriptedSmtpServer.Builder builder) {
        return new Scenario(way, misbehaviour, builder, List.of(ANN), Set.of(ANN));
    }

    private static ScriptedSmtpServer.Builder at(ScriptedSmtpServer.Builder builder, SmtpPhase phase, String reply) {
        return builder.on(phase, Occurrence.first(), Action.reply(reply));
    }
}
