/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.compatibility;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import java.util.Properties;

/** What tests of libraries have in common. */
final class Library {

    private Library() {}

    /** A server that wants to be asked twice: at connect, for the recipient, and for the message. */
    static ScriptedSmtpServer reluctantServer() {
        return reluctant().start();
    }

    static ScriptedSmtpServer.Builder reluctant() {
        return ScriptedSmtpServer.builder()
                .on(
                        SmtpPhase.CONNECT,
                        Occurrence.first(),
                        Action.reply("421 4.3.2 Service not available").thenClose())
                .on(SmtpPhase.RCPT, Occurrence.first(), Action.reply("451 4.3.0 Try again"))
                .on(SmtpPhase.DATA, Occurrence.first(), Action.close());
    }

    /** Real sessions wait in real time; it need not be long. */
    static Properties impatient(ScriptedSmtpServer server, String protocol) {
        Properties properties = new Properties();
        properties.setProperty("mail." + protocol + ".host", server.host());
        properties.setProperty("mail." + protocol + ".port", String.valueOf(server.port()));
        properties.setProperty("mail." + protocol + ".localhost", "client.example");
        properties.setProperty("mail.smtp.retry.quick", "10ms, 10ms, 10ms");
        return properties;
    }
}
