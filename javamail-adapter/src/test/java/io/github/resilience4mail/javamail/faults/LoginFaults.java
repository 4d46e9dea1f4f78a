/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail.faults;

import static io.github.resilience4mail.catalogue.Reason.*;
import static io.github.resilience4mail.javamail.faults.Fate.deferred;
import static io.github.resilience4mail.javamail.faults.Fate.delivered;
import static io.github.resilience4mail.javamail.faults.Fate.postponed;
import static io.github.resilience4mail.javamail.faults.Fate.toFix;
import static io.github.resilience4mail.javamail.faults.FaultCase.named;
import static io.github.resilience4mail.smtp.SmtpPhase.AUTH;
import static io.github.resilience4mail.smtp.SmtpPhase.CONNECT;
import static io.github.resilience4mail.smtp.SmtpPhase.EHLO;
import static io.github.resilience4mail.smtp.SmtpPhase.STARTTLS;

import io.github.resilience4mail.javamail.faults.Fault.Course;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import jakarta.mail.AuthenticationFailedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Logins that are refused, for now or for good, in the first step or the second; and those that cannot be tried. */
final class LoginFaults {

    private static final String WRONG = "535 5.7.8 Authentication credentials invalid";

    private LoginFaults() {}

    private static FaultCase login(String name) {
        return named(name).login().throwing(AuthenticationFailedException.class);
    }

    /** The same refusal as the answer to AUTH, to the user's name and password in one, and to the password alone. */
    private static List<FaultCase> refused(Fate fate) {
        String reply = fate.reply();
        return List.of(
                login("AUTH is answered \"" + reply + "\" before the password is asked for")
                        .with("mail.smtp.auth.mechanisms", "LOGIN")
                        .when(AUTH, Action.reply(reply).beforeCredentials())
                        .noConnection(fate),
                login("AUTH with the password is answered \"" + reply + "\"")
                        .with("mail.smtp.auth.mechanisms", "PLAIN")
                        .when(AUTH, Action.reply(reply))
                        .noConnection(fate),
                login("the password is answered \"" + reply + "\"")
                        .with("mail.smtp.auth.mechanisms", "LOGIN")
                        .when(AUTH, Action.reply(reply))
                        .noConnection(fate));
    }

    private static FaultCase refusedInSeveralLines(Fate fate) {
        String status = fate.reply().split(" ")[1];
        return login("the password is answered \"" + fate.reply() + "\" in several lines")
                .when(AUTH, Action.reply(fate.reply(), status + " Learn more"))
                .noConnection(fate.saying(fate.reply() + " Learn more"));
    }

    static List<FaultCase> rows() {
        List<FaultCase> rows = new ArrayList<>();
        for (Fate fate : List.of(
                toFix(AUTH, AUTH_FAILED, WRONG),
                toFix(AUTH, AUTH_MECHANISM_REFUSED, "534 5.7.9 Authentication mechanism is too weak"),
                toFix(AUTH, AUTH_MECHANISM_REFUSED, "504 5.5.4 Unrecognized authentication type"),
                deferred(AUTH, AUTH_UNAVAILABLE, "454 4.7.0 Temporary authentication failure"),
                deferred(AUTH, SERVICE_UNAVAILABLE, "421 4.3.2 Shutting down"),
                toFix(AUTH, PASSWORD_CHANGE_REQUIRED, "432 4.7.12 A password transition is needed"))) {
            rows.addAll(refused(fate));
            rows.add(refusedInSeveralLines(fate));
        }
        rows.addAll(others());
        rows.addAll(oauth());
        rows.addAll(notOffered());
        return rows;
    }

    private static List<FaultCase> others() {
        return List.of(
                login("AUTH is answered \"454 4.7.0 Too many login attempts\"")
                        .when(AUTH, Action.reply("454 4.7.0 Too many login attempts"))
                        .noConnection(postponed(AUTH, TOO_MANY_LOGINS, "454 4.7.0 Too many login attempts")),
                login("the password is refused, and the exception says what follows")
                        .when(AUTH, Action.reply(WRONG))
                        .noConnection(toFix(AUTH, AUTH_FAILED, WRONG))
                        .mentioning("Nothing is tried again until this is corrected"),
                login("AUTH is answered 421, and the connection is closed")
                        .when(AUTH, Action.reply("421 4.3.2 Shutting down").thenClose())
                        .noConnection(deferred(AUTH, SERVICE_UNAVAILABLE, "421 4.3.2 Shutting down")),
                // a network that fails looks to Angus like a wrong password
                login("the connection is closed at AUTH")
                        .when(AUTH, Action.close())
                        .noConnection(deferred(AUTH, CONNECTION_LOST)),
                login("the connection is reset at AUTH")
                        .when(AUTH, Action.reset())
                        .noConnection(deferred(AUTH, CONNECTION_LOST)),
                login("AUTH is not answered in time")
                        .hurried()
                        .when(AUTH, Action.stall())
                        .noConnection(deferred(AUTH, TIMEOUT)),
                // the server wants TLS first; Angus obeys by itself, also where nobody asked for TLS
                login("AUTH wants STARTTLS first, and the handshake is broken off")
                        .server(ScriptedSmtpServer.Builder::requireStartTls)
                        .with(
                                "mail.smtp.ssl.socketFactory",
                                ScriptedSmtpServer.clientSslContext().getSocketFactory())
                        .when(STARTTLS, Action.proceed().thenClose())
                        .noConnection(deferred(STARTTLS, CONNECTION_LOST))
                        .only(Course.LASTING),
                login("AUTH wants STARTTLS first, and the certificate is not trusted")
                        .server(ScriptedSmtpServer.Builder::requireStartTls)
                        .noConnection(toFix(STARTTLS, CERTIFICATE_UNTRUSTED, ""))
                        .only(Course.LASTING, Course.PASSING));
    }

    private static List<FaultCase> oauth() {
        String error = "{\"status\":\"401\",\"schemes\":\"Bearer\",\"scope\":\"https://mail.example/\"}";
        return List.of(
                login("XOAUTH2 is answered with a challenge that holds the error")
                        .server(builder -> builder.token(FaultCase.USER, FaultCase.PASSWORD))
                        .with("mail.smtp.auth.mechanisms", "XOAUTH2")
                        .when(AUTH, Action.reply("334 " + base64(error)))
                        .noConnection(toFix(AUTH, AUTH_FAILED, "334 " + error)),
                login("XOAUTH2 is answered with an error that repeats the token")
                        .server(builder -> builder.token(FaultCase.USER, FaultCase.PASSWORD))
                        .with("mail.smtp.auth.mechanisms", "XOAUTH2")
                        .when(AUTH, Action.reply("334 " + base64("{\"token\":\"" + FaultCase.PASSWORD + "\"}")))
                        .noConnection(toFix(AUTH, AUTH_FAILED, "334 {\"token\":\"***\"}")),
                login("XOAUTH2 is answered with a challenge that nobody can read")
                        .server(builder -> builder.token(FaultCase.USER, FaultCase.PASSWORD))
                        .with("mail.smtp.auth.mechanisms", "XOAUTH2")
                        .when(AUTH, Action.reply("334 *not base64*"))
                        .noConnection(toFix(AUTH, AUTH_FAILED, "")),
                login("XOAUTH2 is refused at once")
                        .server(builder -> builder.token(FaultCase.USER, "another-token"))
                        .with("mail.smtp.auth.mechanisms", "XOAUTH2")
                        .noConnection(toFix(AUTH, AUTH_FAILED, WRONG))
                        .only(Course.LASTING, Course.PASSING));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<FaultCase> notOffered() {
        return List.of(
                named("a login is demanded here, and the server offers none")
                        .login()
                        .server(builder -> builder.withoutCapability("AUTH"))
                        .throwing(AuthenticationFailedException.class)
                        .noConnection(toFix(EHLO, AUTH_NOT_OFFERED, ""))
                        .mentioning("mail.smtp.auth")
                        .only(Course.LASTING, Course.PASSING),
                named("a login is demanded here, and the server only knows HELO")
                        .login()
                        .when(EHLO, Action.reply("502 5.5.1 Command not implemented"))
                        .throwing(AuthenticationFailedException.class)
                        .noConnection(toFix(EHLO, AUTH_NOT_OFFERED, ""))
                        .mentioning("mail.smtp.auth")
                        .only(Course.PASSING),
                named("a user and a password are given, no login is demanded, and the server offers none")
                        .credentials()
                        .everybody(delivered()),
                login("the server offers no way of logging in that is spoken here")
                        .server(builder -> builder.capability("AUTH GSSAPI"))
                        .noConnection(toFix(EHLO, AUTH_NOT_OFFERED, ""))
                        .mentioning("mail.smtp.auth.mechanisms")
                        .only(Course.LASTING, Course.PASSING),
                named("a login is demanded here, and there is no password")
                        .with("mail.smtp.auth", "true")
                        .throwing(AuthenticationFailedException.class)
                        .noConnection(toFix(CONNECT, AUTH_REQUIRED, ""))
                        .mentioning("mail.smtp.user")
                        .only(Course.LASTING, Course.PASSING),
                named("the server lets in without a login, and then wants one at MAIL")
                        .server(ScriptedSmtpServer.Builder::requireAuth)
                        .everybody(toFix(
                                io.github.resilience4mail.smtp.SmtpPhase.MAIL,
                                AUTH_REQUIRED,
                                "530 5.7.0 Authentication required"))
                        .mentioning("mail.smtp.auth")
                        .only(Course.LASTING));
    }
}
