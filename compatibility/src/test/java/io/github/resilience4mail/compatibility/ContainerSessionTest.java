/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import java.lang.reflect.InvocationTargetException;
import java.net.URLClassLoader;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A session that a container made and an application looks up in JNDI: each has jars that the other does not see. */
@Tag("libraries")
class ContainerSessionTest {

    private static ScriptedSmtpServer server() {
        return ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.first(), Action.reply("451 4.3.0 Later"))
                .start();
    }

    /** Lets the application do something with the container's session. */
    private static void deployed(ScriptedSmtpServer server, String what) throws Exception {
        ClassPath all = ClassPath.ofThisJvm();
        ClassLoader platform = ClassLoader.getPlatformClassLoader();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader container = new URLClassLoader(all.onlyMail().urls(), platform);
                URLClassLoader application =
                        new URLClassLoader(all.withoutMail().urls(), container)) {
            thread.setContextClassLoader(container);
            Class<?> sessionType = container.loadClass("jakarta.mail.Session");
            Object session =
                    sessionType.getMethod("getInstance", Properties.class).invoke(null, properties(server));
            thread.setContextClassLoader(application);
            application
                    .loadClass(WebApplication.class.getName())
                    .getMethod(what, sessionType)
                    .invoke(null, session);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Properties properties(ScriptedSmtpServer server) {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", server.host());
        properties.setProperty("mail.smtp.port", String.valueOf(server.port()));
        properties.setProperty("mail.smtp.localhost", "client.example");
        properties.setProperty("mail.smtp.retry.quick", "10ms");
        return properties;
    }

    @Test
    void retriesOnceTheApplicationHasInstalledTheProvider() throws Exception {
        try (var server = server()) {
            deployed(server, "installAndSend");
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void doesNotSeeTheApplicationsJarsByItself() throws Exception {
        try (var server = server()) {
            assertThatThrownBy(() -> deployed(server, "send"))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .hasMessageContaining("Invalid Addresses");
            assertThat(server.acceptedCount()).isZero();
        }
    }
}
