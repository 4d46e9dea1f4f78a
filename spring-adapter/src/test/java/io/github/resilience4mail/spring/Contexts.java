/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.ClassUtils;

/** Application contexts with Boot's auto-configuration of mail, wherever this Boot keeps it, and ours. */
final class Contexts {

    private Contexts() {}

    /** Nothing is set, so Boot makes no sender. */
    static ApplicationContextRunner withoutSender() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(bootsMailConfiguration(), MailRetryAutoConfiguration.class));
    }

    static ApplicationContextRunner withSender() {
        return withoutSender().withPropertyValues("spring.mail.host=mail.invalid");
    }

    static ApplicationContextRunner withSenderTo(ScriptedSmtpServer server) {
        return withoutSender().withPropertyValues(propertiesFor(server));
    }

    static String[] propertiesFor(ScriptedSmtpServer server) {
        return new String[] {
            "spring.mail.host=" + server.host(),
            "spring.mail.port=" + server.port(),
            "spring.mail.properties.mail.smtp.localhost=client.example"
        };
    }

    private static Class<?> bootsMailConfiguration() {
        return Stream.of("org.springframework.boot.autoconfigure.mail", "org.springframework.boot.mail.autoconfigure")
                .map(name -> name + ".MailSenderAutoConfiguration")
                .filter(name -> ClassUtils.isPresent(name, null))
                .map(name -> ClassUtils.resolveClassName(name, null))
                .findFirst()
                .orElseThrow();
    }
}
