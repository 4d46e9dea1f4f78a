/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail.faults;

import static io.github.resilience4mail.catalogue.Reason.*;
import static io.github.resilience4mail.javamail.faults.Fate.deferred;
import static io.github.resilience4mail.javamail.faults.Fate.delivered;
import static io.github.resilience4mail.javamail.faults.Fate.postponed;
import static io.github.resilience4mail.javamail.faults.Fate.toFix;
import static io.github.resilience4mail.javamail.faults.FaultCase.named;
import static io.github.resilience4mail.smtp.SmtpPhase.CONNECT;
import static io.github.resilience4mail.smtp.SmtpPhase.EHLO;

import io.github.resilience4mail.javamail.faults.Fault.Course;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.List;
import org.eclipse.angus.mail.util.MailConnectException;

/** No connection, no greeting, or none that lets the client in; and the same of EHLO. */
final class GreetingFaults {

    private static final String NOT_KNOWN = "502 5.5.1 Command not implemented";

    private GreetingFaults() {}

    private static FaultCase refused(SmtpPhase phase, Fate fate) {
        String reply = fate.reply();
        return named(phase + " is answered \"" + reply + "\"")
                .when(phase, phase == EHLO && reply.startsWith("5") ? 2 : 1, Action.reply(reply))
                .noConnection(fate);
    }

    /** What counts is what HELO is told: it is the last word. */
    private static FaultCase afterEhloIsNotKnown(String reply, Fate fate) {
        return named("EHLO is not known, and HELO is answered \"" + reply + "\"")
                .whenAgain(EHLO, Action.reply(reply))
                .when(EHLO, Action.reply(NOT_KNOWN))
                .noConnection(fate)
                .only(Course.LASTING);
    }

    static List<FaultCase> rows() {
        return List.of(
                // -- the socket
                named("nobody listens at the port")
                        .with("mail.smtp.port", String.valueOf(portWithoutServer()))
                        .noConnection(deferred(CONNECT, CONNECTION_REFUSED))
                        .throwing(MailConnectException.class)
                        .only(Course.LASTING),
                named("the host has no address")
                        .with("mail.smtp.host", "no-such-host." + "x".repeat(70) + ".invalid")
                        .noConnection(deferred(CONNECT, HOST_NOT_FOUND))
                        .throwing(MailConnectException.class)
                        .only(Course.LASTING),

                // -- the greeting
                refused(CONNECT, deferred(CONNECT, SERVICE_UNAVAILABLE, "421 4.3.2 Service not available")),
                refused(CONNECT, postponed(CONNECT, TOO_MANY_CONNECTIONS, "421 4.7.0 Too many connections from you")),
                refused(CONNECT, deferred(CONNECT, SERVICE_UNAVAILABLE, "450 4.3.2 System not accepting mail now")),
                refused(CONNECT, toFix(CONNECT, BLOCKLISTED, "554 5.7.1 Your address is on a blocklist")),
                named("the greeting is a refusal of several lines")
                        .when(CONNECT, Action.reply("554 mx.rcv.example", "Your address is on a blocklist"))
                        .noConnection(toFix(CONNECT, BLOCKLISTED, "554 mx.rcv.example Your address is on a blocklist")),
                named("the greeting is a 421 of several lines")
                        .when(CONNECT, Action.reply("421 4.3.2 mx.rcv.example", "4.3.2 Service not available"))
                        .noConnection(deferred(
                                CONNECT, SERVICE_UNAVAILABLE, "421 4.3.2 mx.rcv.example Service not available")),
                named("the greeting is a 421, and the reply to the client's QUIT comes after it")
                        .when(CONNECT, Action.reply("421 4.3.2 Service not available"))
                        .with("mail.smtp.quitonsessionreject", "true")
                        .noConnection(deferred(CONNECT, SERVICE_UNAVAILABLE, "421 4.3.2 Service not available")),
                named("the connection is closed instead of a greeting")
                        .when(CONNECT, Action.close())
                        .noConnection(deferred(CONNECT, CONNECTION_LOST)),
                named("the connection is reset instead of a greeting")
                        .when(CONNECT, Action.reset())
                        .noConnection(deferred(CONNECT, CONNECTION_LOST)),
                named("no greeting comes in time")
                        .when(CONNECT, Action.stall())
                        .hurried()
                        .noConnection(deferred(CONNECT, TIMEOUT)),
                named("the connection is closed in the middle of the greeting")
                        .when(CONNECT, Action.rawReply("220-Welcome\r\n").thenClose())
                        .noConnection(deferred(CONNECT, CONNECTION_LOST)),
                named("the greeting is that of a web server")
                        .when(CONNECT, Action.rawReply("HTTP/1.1 400 Bad Request\r\n"))
                        .noConnection(toFix(CONNECT, NOT_SMTP, ""))
                        .mentioning("mail.smtp.port"),
                named("the greeting comes byte by byte")
                        .when(CONNECT, Action.proceed().byteByByte())
                        .everybody(delivered()),

                // -- EHLO, and HELO after a refused EHLO
                refused(EHLO, toFix(EHLO, HELO_REJECTED, "550 5.7.1 Your HELO name is not acceptable")),
                refused(EHLO, deferred(EHLO, LOCAL_ERROR, "451 4.3.0 Local error, try again")),
                refused(
                        EHLO,
                        toFix(EHLO, HELO_REJECTED, "504 5.5.2 Helo command rejected: need fully-qualified hostname")),
                named("EHLO is not known, and HELO is")
                        .when(EHLO, Action.reply("502 5.5.1 Command not implemented"))
                        .only(Course.PASSING)
                        .everybody(delivered()),
                afterEhloIsNotKnown(
                        "550 5.7.1 Your HELO name is not acceptable",
                        toFix(EHLO, HELO_REJECTED, "550 5.7.1 Your HELO name is not acceptable")),
                afterEhloIsNotKnown(
                        "451 4.3.0 Local error, try again",
                        deferred(EHLO, LOCAL_ERROR, "451 4.3.0 Local error, try again")),
                afterEhloIsNotKnown(
                        "421 4.3.2 Shutting down", deferred(EHLO, SERVICE_UNAVAILABLE, "421 4.3.2 Shutting down")),
                named("EHLO is not known, and the connection is closed at HELO")
                        .whenAgain(EHLO, Action.close())
                        .when(EHLO, Action.reply(NOT_KNOWN))
                        .noConnection(deferred(EHLO, CONNECTION_LOST))
                        .only(Course.LASTING),
                named("EHLO is refused for good, and then the connection is closed")
                        .when(
                                EHLO,
                                Action.reply("554 5.7.1 Your address is on a blocklist")
                                        .thenClose())
                        .noConnection(toFix(EHLO, BLOCKLISTED, "554 5.7.1 Your address is on a blocklist")),
                named("EHLO is answered \"421 4.3.2 Shutting down\", and the connection is closed")
                        .when(EHLO, Action.reply("421 4.3.2 Shutting down").thenClose())
                        .noConnection(deferred(EHLO, SERVICE_UNAVAILABLE, "421 4.3.2 Shutting down")),
                named("EHLO is answered 421, and the connection stays")
                        .when(EHLO, Action.reply("421 4.3.2 Shutting down"))
                        .noConnection(deferred(EHLO, SERVICE_UNAVAILABLE, "421 4.3.2 Shutting down")),
                named("the connection is closed at EHLO")
                        .when(EHLO, Action.close())
                        .noConnection(deferred(EHLO, CONNECTION_LOST)),
                named("the connection is reset at EHLO")
                        .when(EHLO, Action.reset())
                        .noConnection(deferred(EHLO, CONNECTION_LOST)),
                named("EHLO is not answered in time")
                        .when(EHLO, Action.stall())
                        .hurried()
                        .noConnection(deferred(EHLO, TIMEOUT)),
                named("the connection is closed in the middle of the answer to EHLO")
                        .when(
                                EHLO,
                                Action.rawReply("250-localhost\r\n250-SIZE\r\n").thenClose())
                        .noConnection(deferred(EHLO, CONNECTION_LOST)),
                named("the name that EHLO would give contains a line end")
                        .with("mail.smtp.localhost", "client.example\r\nQUIT")
                        .noConnection(toFix(EHLO, HELO_REJECTED, ""))
                        .mentioning("mail.smtp.localhost")
                        .only(Course.LASTING));
    }

    private static int portWithoutServer() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
