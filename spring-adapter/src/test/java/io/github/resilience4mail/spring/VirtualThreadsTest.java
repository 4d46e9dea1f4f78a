/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.Timekeeper;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.mail.SimpleMailMessage;

/** On which threads the asynchronous sender works if the application wants virtual ones. */
class VirtualThreadsTest {

    private static Set<String> threadsThatSend() {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        MailRuntime runtime = MailRuntime.with(Timekeeper.system());
        runtime.listeners().add(event -> threads.add(Thread.currentThread().toString()));
        SimpleMailMessage message = new SimpleMailMessage();
        message.setFrom("sender@client.example");
        message.setTo("a@rcv.example");
        message.setText("The body of the test.\n");
        try (var server = ScriptedSmtpServer.builder().start()) {
            Contexts.withSenderTo(server)
                    .withConfiguration(AutoConfigurations.of(MailAsyncAutoConfiguration.class))
                    .withBean(MailRuntime.class, () -> runtime)
                    .withPropertyValues("spring.threads.virtual.enabled=true")
                    .run(context -> assertThat(context.getBean(AsyncMailSender.class)
                                    .send(message)
                                    .get(1, TimeUnit.MINUTES)
                                    .isDelivered())
                            .isTrue());
        }
        return threads;
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void areVirtualWhereJavaHasThem() {
        assertThat(threadsThatSend()).isNotEmpty().allSatisfy(thread -> assertThat(thread)
                .startsWith("VirtualThread"));
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void areTheSendersOwnWhereJavaHasNone() {
        assertThat(threadsThatSend()).isNotEmpty().allSatisfy(thread -> assertThat(thread)
                .startsWith("Thread["));
    }
}
