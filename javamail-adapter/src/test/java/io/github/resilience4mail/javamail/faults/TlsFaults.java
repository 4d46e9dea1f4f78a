/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail.faults;

import static io.github.resilience4mail.catalogue.Reason.*;
import static io.github.resilience4mail.javamail.faults.Fate.deferred;
import static io.github.resilience4mail.javamail.faults.Fate.delivered;
import static io.github.resilience4mail.javamail.faults.Fate.toFix;
import static io.github.resilience4mail.javamail.faults.FaultCase.named;
import static io.github.resilience4mail.smtp.SmtpPhase.CONNECT;
import static io.github.resilience4mail.smtp.SmtpPhase.EHLO;
import static io.github.resilience4mail.smtp.SmtpPhase.STARTTLS;

import io.github.resilience4mail.javamail.faults.Fault.Course;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import java.util.List;

/** TLS that is refused, broken off, not offered, not trusted, or where nobody expects it. Never clear text instead. */
final class TlsFaults {

    private static final String UNAVAILABLE = "454 4.7.0 TLS not available due to temporary reason";

    private TlsFaults() {}

    static List<FaultCase> rows() {
        return List.of(
                // -- STARTTLS refused
                named("STARTTLS is demanded here, and refused for now")
                        .startTls()
                        .when(STARTTLS, Action.reply(UNAVAILABLE))
                        .noConnection(deferred(STARTTLS, TLS_UNAVAILABLE, UNAVAILABLE)),
                named("STARTTLS is only wished for here, and refused for now")
                        .server(ScriptedSmtpServer.Builder::startTls)
                        .with("mail.smtp.starttls.enable", "true")
                        .with("mail.smtp.ssl.socketFactory", trusting())
                        .when(STARTTLS, Action.reply(UNAVAILABLE))
                        .noConnection(deferred(STARTTLS, TLS_UNAVAILABLE, UNAVAILABLE)),
                named("STARTTLS is answered 421, and the connection is closed")
                        .startTls()
                        .when(STARTTLS, Action.reply("421 4.3.2 Shutting down").thenClose())
                        .noConnection(deferred(STARTTLS, SERVICE_UNAVAILABLE, "421 4.3.2 Shutting down")),
                named("STARTTLS is offered, and then not known")
                        .startTls()
                        .when(STARTTLS, Action.reply("502 Command not implemented"))
                        .noConnection(toFix(STARTTLS, TLS_NOT_OFFERED, "502 Command not implemented")),
                named("STARTTLS is demanded here, and not offered")
                        .with("mail.smtp.starttls.required", "true")
                        .noConnection(toFix(EHLO, TLS_NOT_OFFERED, ""))
                        .mentioning("mail.smtp.starttls.required")
                        .only(Course.LASTING, Course.PASSING),
                named("STARTTLS is only wished for here, and not offered")
                        .with("mail.smtp.starttls.enable", "true")
                        .everybody(delivered()),
                named("STARTTLS is demanded here, and EHLO is refused for now")
                        .startTls()
                        .when(EHLO, Action.reply("451 4.3.0 Local error, try again"))
                        .noConnection(deferred(EHLO, LOCAL_ERROR, "451 4.3.0 Local error, try again")),
                named("STARTTLS is only wished for here, and EHLO is refused for now")
                        .server(ScriptedSmtpServer.Builder::startTls)
                        .with("mail.smtp.starttls.enable", "true")
                        .with("mail.smtp.ssl.socketFactory", trusting())
                        .when(EHLO, Action.reply("451 4.3.0 Local error, try again"))
                        .noConnection(deferred(EHLO, LOCAL_ERROR, "451 4.3.0 Local error, try again"))
                        .only(Course.LASTING, Course.PASSING),

                // -- STARTTLS broken off
                named("the connection is closed at STARTTLS")
                        .startTls()
                        .when(STARTTLS, Action.close())
                        .noConnection(deferred(STARTTLS, CONNECTION_LOST)),
                named("the connection is reset at STARTTLS")
                        .startTls()
                        .when(STARTTLS, Action.reset())
                        .noConnection(deferred(STARTTLS, CONNECTION_LOST)),
                named("STARTTLS is not answered in time")
                        .startTls()
                        .hurried()
                        .when(STARTTLS, Action.stall())
                        .noConnection(deferred(STARTTLS, TIMEOUT)),
                named("the connection is closed before the handshake")
                        .startTls()
                        .when(STARTTLS, Action.proceed().thenClose())
                        .noConnection(deferred(STARTTLS, CONNECTION_LOST)),
                named("the connection is reset before the handshake")
                        .startTls()
                        .when(STARTTLS, Action.proceed().thenReset())
                        .noConnection(deferred(STARTTLS, CONNECTION_LOST)),
                named("the handshake is not answered in time")
                        .startTls()
                        .hurried()
                        .when(STARTTLS, Action.proceed().thenStall())
                        .noConnection(deferred(STARTTLS, TIMEOUT)),

                // -- EHLO once more, under TLS; Angus alone goes on whatever the answer is
                named("the EHLO after STARTTLS is answered 421, and the connection is closed")
                        .startTls()
                        .whenAgain(EHLO, Action.reply("421 4.3.2 Shutting down").thenClose())
                        .noConnection(deferred(EHLO, SERVICE_UNAVAILABLE, "421 4.3.2 Shutting down")),
                named("the EHLO after STARTTLS is refused")
                        .startTls()
                        .whenAgain(EHLO, Action.reply("550 5.7.1 Your HELO name is not acceptable"))
                        .noConnection(toFix(EHLO, HELO_REJECTED, "550 5.7.1 Your HELO name is not acceptable")),
                named("the connection is closed at the EHLO after STARTTLS")
                        .startTls()
                        .whenAgain(EHLO, Action.close())
                        .noConnection(deferred(EHLO, CONNECTION_LOST)),

                // -- trust
                named("the certificate is not trusted")
                        .server(ScriptedSmtpServer.Builder::startTls)
                        .with("mail.smtp.starttls.required", "true")
                        .noConnection(toFix(STARTTLS, CERTIFICATE_UNTRUSTED, ""))
                        .mentioning("trust store")
                        .only(Course.LASTING, Course.PASSING),
                named("the certificate is not trusted, and TLS is only wished for")
                        .server(ScriptedSmtpServer.Builder::startTls)
                        .with("mail.smtp.starttls.enable", "true")
                        .noConnection(toFix(STARTTLS, CERTIFICATE_UNTRUSTED, ""))
                        .only(Course.LASTING, Course.PASSING),
                named("the certificate is not trusted, and TLS begins with the connection")
                        .server(ScriptedSmtpServer.Builder::implicitTls)
                        .with("mail.smtp.ssl.enable", "true")
                        .noConnection(toFix(CONNECT, CERTIFICATE_UNTRUSTED, ""))
                        .only(Course.LASTING, Course.PASSING),
                named("no version of TLS suits both")
                        .startTls()
                        .with("mail.smtp.ssl.protocols", "TLSv1.2")
                        .with("mail.smtp.ssl.ciphersuites", "TLS_AES_128_GCM_SHA256")
                        .noConnection(toFix(STARTTLS, TLS_FAILED, ""))
                        .mentioning("mail.smtp.ssl.protocols")
                        .only(Course.LASTING, Course.PASSING),

                // -- one side encrypts where the other does not
                named("TLS from the first byte meets a port in clear text")
                        .with("mail.smtp.ssl.enable", "true")
                        .noConnection(toFix(CONNECT, NOT_SMTP, ""))
                        .mentioning("465 goes with mail.smtp.ssl.enable")
                        .only(Course.LASTING, Course.PASSING),
                named("clear text meets a port with TLS from the first byte, which waits")
                        .server(ScriptedSmtpServer.Builder::implicitTls)
                        .hurried()
                        .noConnection(deferred(CONNECT, TIMEOUT))
                        .mentioning("mail.smtp.ssl.enable")
                        .only(Course.LASTING),
                named("clear text meets port 465, which waits for TLS")
                        .server(ScriptedSmtpServer.Builder::implicitTls)
                        .with("mail.smtp.port", "465")
                        .redirected()
                        .noConnection(toFix(CONNECT, NOT_SMTP, ""))
                        .mentioning("mail.smtp.ssl.enable", "465")
                        .only(Course.LASTING, Course.PASSING),
                named("clear text meets port 465, which hangs up")
                        .with("mail.smtp.port", "465")
                        .redirected()
                        .when(CONNECT, Action.close())
                        .noConnection(toFix(CONNECT, NOT_SMTP, ""))
                        .mentioning("mail.smtp.ssl.enable", "465")
                        .only(Course.LASTING, Course.PASSING),
                named("clear text meets port 465, which is busy, but speaks clear text")
                        .with("mail.smtp.port", "465")
                        .redirected()
                        .when(CONNECT, Action.reply("421 4.3.2 Service not available"))
                        .noConnection(deferred(CONNECT, SERVICE_UNAVAILABLE, "421 4.3.2 Service not available")));
    }

    private static Object trusting() {
        return ScriptedSmtpServer.clientSslContext().getSocketFactory();
    }
}
