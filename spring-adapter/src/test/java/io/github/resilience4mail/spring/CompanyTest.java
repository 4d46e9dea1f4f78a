/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.FakeTimekeeper;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mail.MailException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** How we live together with what Boot and the application bring themselves. */
class CompanyTest {

    private static final String OUR_INDICATOR = "mailDeliveryHealthIndicator";

    private static ApplicationContextRunner observed() {
        return Contexts.withSender().withConfiguration(AutoConfigurations.of(MailObservabilityAutoConfiguration.class));
    }

    @Test
    void bootsOwnHealthIndicatorUsesTheSenderThatRetries() {
        try (var server = ScriptedSmtpServer.builder().start()) {
            Contexts.withSenderTo(server).run(context -> {
                Object indicator = bootsIndicator(context.getBean(JavaMailSenderImpl.class));
                Method health = ReflectionUtils.findMethod(indicator.getClass(), "health");
                assertThat(ReflectionUtils.invokeMethod(health, indicator).toString())
                        .contains("UP", server.host() + ":" + server.port());
                assertThat(server.connections()).isEqualTo(1);
            });
        }
    }

    private static Object bootsIndicator(JavaMailSenderImpl sender) throws ReflectiveOperationException {
        Class<?> type = Stream.of("org.springframework.boot.actuate.mail", "org.springframework.boot.mail.health")
                .map(name -> name + ".MailHealthIndicator")
                .filter(name -> ClassUtils.isPresent(name, null))
                .map(name -> ClassUtils.resolveClassName(name, null))
                .findFirst()
                .orElseThrow();
        return type.getConstructor(JavaMailSenderImpl.class).newInstance(sender);
    }

    @Test
    void ourHealthIsLeftOutIfTheApplicationSaysSo() {
        observed().run(context -> assertThat(context).hasBean(OUR_INDICATOR));
        observed()
                .withPropertyValues("management.health.mail-delivery.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(OUR_INDICATOR));
    }

    @Test
    void theApplicationsOwnHealthTakesThePlaceOfOurs() {
        observed()
                .withBean(OUR_INDICATOR, String.class, () -> "the application's")
                .run(context -> assertThat(context).getBean(OUR_INDICATOR).isEqualTo("the application's"));
    }

    @Test
    void anEndpointThatIsNotExposedIsNotMade() {
        observed().run(context -> assertThat(context).doesNotHaveBean(MailEndpoint.class));
        observed()
                .withPropertyValues("management.endpoints.web.exposure.include=mail")
                .run(context -> assertThat(context).hasSingleBean(MailEndpoint.class));
    }

    @Test
    void aRetryOfTheApplicationsIsOutsideAndRepeatsTheWholeCall() {
        List<MailException> seen = new ArrayList<>();
        MethodInterceptor twice = invocation -> {
            try {
                return ((ProxyMethodInvocation) invocation).invocableClone().proceed();
            } catch (MailException e) {
                seen.add(e);
                return invocation.proceed();
            }
        };
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every().to("gone@rcv.example"), Action.reply("550 5.1.1 No such user"))
                .start()) {
            Contexts.withSenderTo(server)
                    .withBean(MailRuntime.class, () -> MailRuntime.with(new FakeTimekeeper()))
                    .withBean("twice", MethodInterceptor.class, () -> twice)
                    .withBean(BeanNameAutoProxyCreator.class, CompanyTest::proxies)
                    .run(context -> {
                        SimpleMailMessage message = new SimpleMailMessage();
                        message.setFrom("sender@client.example");
                        message.setTo("a@rcv.example", "gone@rcv.example");
                        message.setText("The body of the test.\n");
                        JavaMailSender sender = context.getBean(JavaMailSender.class);
                        assertThatExceptionOfType(MailDeliveryFailedException.class)
                                .isThrownBy(() -> sender.send(message));
                        assertThat(seen).singleElement().isInstanceOf(MailDeliveryFailedException.class);
                        // this is why the guide says to leave MailException out
                        assertThat(server.acceptedCount()).isEqualTo(2);
                    });
        }
    }

    private static BeanNameAutoProxyCreator proxies() {
        BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
        creator.setBeanNames("mailSender");
        creator.setInterceptorNames("twice");
        creator.setProxyTargetClass(true);
        return creator;
    }
}
