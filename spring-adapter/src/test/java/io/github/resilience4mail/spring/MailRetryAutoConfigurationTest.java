/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.javamail.RetryingSmtpTransport;
import io.github.resilience4mail.javamail.RetryingSmtpsTransport;
import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.policy.OnUnknown;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.time.FakeTimekeeper;
import jakarta.mail.Session;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Under which conditions what is put into which sender's session. */
class MailRetryAutoConfigurationTest {

    private static Session sessionOf(ApplicationContext context) {
        return context.getBean(JavaMailSenderImpl.class).getSession();
    }

    private static Object policyIn(ApplicationContext context) {
        return sessionOf(context).getProperties().get("mail.smtp.retry.policy");
    }

    @Test
    void installsOurTransportsInTheSenderThatBootMade() {
        Contexts.withSender().run(context -> {
            Session session = sessionOf(context);
            assertThat(session.getProperty("mail.smtp.class")).isEqualTo(RetryingSmtpTransport.class.getName());
            assertThat(session.getTransport("smtp")).isInstanceOf(RetryingSmtpTransport.class);
            assertThat(session.getTransport("smtps")).isInstanceOf(RetryingSmtpsTransport.class);
        });
    }

    @Test
    void leavesTheTypeAndTheNumberOfTheBeansAsTheyWere() {
        Contexts.withSender().run(context -> {
            assertThat(context).hasSingleBean(JavaMailSender.class);
            assertThat(context).hasSingleBean(JavaMailSenderImpl.class);
        });
    }

    @Test
    void startsWithoutAnySender() {
        Contexts.withoutSender()
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(JavaMailSender.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "FALSE", "off", "no"})
    void switchesTheTransportOffToo(String off) {
        Contexts.withSender()
                .withPropertyValues("resilience4mail.enabled=" + off)
                .run(context -> {
                    assertThat(context).hasNotFailed().doesNotHaveBean(MailRetryPolicy.class);
                    assertThat(sessionOf(context).getProperty("mail.smtp.retry.enabled"))
                            .isEqualTo("false");
                    assertThat(sessionOf(context).getProperty("mail.smtp.class"))
                            .isNull();
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "TRUE", "on", "yes"})
    void staysOnHoweverThatIsSpelt(String on) {
        Contexts.withSender()
                .withPropertyValues("resilience4mail.enabled=" + on)
                .run(context -> assertThat(sessionOf(context).getProperty("mail.smtp.class"))
                        .isEqualTo(RetryingSmtpTransport.class.getName()));
    }

    @Test
    void stopsTheStartIfTheSwitchStandsNeitherWay() {
        Contexts.withSender()
                .withPropertyValues("resilience4mail.enabled=perhaps")
                .run(context -> assertThat(context).hasFailed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"org.springframework.mail", "org.eclipse.angus"})
    void doesNothingWithoutMailOnTheClassPath(String missing) {
        Contexts.withoutSender()
                .withClassLoader(new FilteredClassLoader(missing))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(MailRetryAutoConfiguration.class)
                        .doesNotHaveBean(MailRetryPolicy.class));
    }

    @Test
    void makesThePolicyFromTheProperties() {
        Contexts.withSender()
                .withPropertyValues(
                        "resilience4mail.deadline=20s",
                        "resilience4mail.lifetime=2d",
                        "resilience4mail.quick-retries=2s, 5s",
                        "resilience4mail.max-delay=1h",
                        "resilience4mail.max-hint=3h",
                        "resilience4mail.jitter=0.5",
                        "resilience4mail.on-unknown=report",
                        "resilience4mail.language=fr")
                .run(context -> {
                    MailRetryPolicy expected = MailRetryPolicy.builder()
                            .deadline(Duration.ofSeconds(20))
                            .lifetime(Duration.ofDays(2))
                            .quickRetries(List.of(Duration.ofSeconds(2), Duration.ofSeconds(5)))
                            .maxDelay(Duration.ofHours(1))
                            .maxHint(Duration.ofHours(3))
                            .jitter(0.5)
                            .onUnknown(OnUnknown.REPORT)
                            .build();
                    assertThat(policyIn(context)).isSameAs(context.getBean(MailRetryPolicy.class));
                    assertThat(policyIn(context)).hasToString(expected.toString());
                    assertThat(sessionOf(context).getProperty("mail.smtp.retry.language"))
                            .isEqualTo("fr");
                });
    }

    @Test
    void putsNoPolicyIntoTheSessionIfNobodyChoseOne() {
        Contexts.withSender().run(context -> {
            assertThat(context).getBean(MailRetryPolicy.class).isSameAs(MailRetryPolicy.defaults());
            assertThat(sessionOf(context).getProperties())
                    .doesNotContainKeys(
                            "mail.smtp.retry.policy", "mail.smtp.retry.runtime", "mail.smtp.retry.language");
        });
    }

    @Test
    void takesAnEmptyListForNoQuickRetries() {
        Contexts.withSender()
                .withPropertyValues("resilience4mail.quick-retries=")
                .run(context -> assertThat(
                                context.getBean(MailRetryPolicy.class).quickRetries())
                        .isEmpty());
    }

    @Test
    void prefersTheUsersOwnPolicyToTheProperties() {
        MailRetryPolicy own = MailRetryPolicy.builder().jitter(0).build();
        Contexts.withSender()
                .withBean("own", MailRetryPolicy.class, () -> own)
                .withPropertyValues("resilience4mail.deadline=5s")
                .run(context -> {
                    assertThat(context).getBean(MailRetryPolicy.class).isSameAs(own);
                    assertThat(policyIn(context)).isSameAs(own);
                });
    }

    @Test
    void putsTheUsersOwnRuntimeIntoTheSession() {
        MailRuntime own = MailRuntime.with(new FakeTimekeeper());
        Contexts.withSender().withBean(MailRuntime.class, () -> own).run(context -> assertThat(
                        sessionOf(context).getProperties().get("mail.smtp.retry.runtime"))
                .isSameAs(own));
    }

    @Test
    void replacesNothingThatTheUserPutIntoTheSession() {
        Contexts.withSender()
                .withPropertyValues(
                        "resilience4mail.language=fr",
                        "spring.mail.properties.mail.smtp.retry.language=en",
                        "spring.mail.properties.mail.smtp.class=org.example.OwnTransport")
                .run(context -> {
                    assertThat(sessionOf(context).getProperty("mail.smtp.retry.language"))
                            .isEqualTo("en");
                    assertThat(sessionOf(context).getProperty("mail.smtp.class"))
                            .isEqualTo("org.example.OwnTransport");
                });
    }

    @Test
    void stopsTheStartWithOneSentenceIfThePropertiesContradictEachOther() {
        Contexts.withSender()
                .withPropertyValues("resilience4mail.deadline=500ms")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith(
                                "deadline 0.5s is shorter than the first quick retry 1s: raise the deadline"));
    }

    @Test
    void stopsTheStartAlsoIfThereIsNoSenderYet() {
        Contexts.withoutSender().withPropertyValues("resilience4mail.jitter=7").run(context -> assertThat(context)
                .getFailure()
                .hasStackTraceContaining(
                        "the properties resilience4mail.* make no policy: jitter 7.0 is not from 0 to 1"));
    }

    @Test
    void coversTheUsersOwnSenders() {
        Contexts.withoutSender().withUserConfiguration(OwnSenders.class).run(context -> {
            JavaMailSenderImpl first = context.getBean("first", JavaMailSenderImpl.class);
            JavaMailSenderImpl second = context.getBean("second", JavaMailSenderImpl.class);
            for (JavaMailSenderImpl sender : List.of(first, second)) {
                assertThat(sender.getSession().getProperty("mail.smtp.class"))
                        .isEqualTo(RetryingSmtpTransport.class.getName());
            }
            assertThat(first).isInstanceOf(OwnSenders.OwnSender.class);
            assertThat(second.getSession().getProperty("whose")).isEqualTo("the container's");
        });
    }

    @Test
    void coversASenderBehindAnInterfaceProxy() {
        Contexts.withSender()
                .withBean(BeanNameAutoProxyCreator.class, MailRetryAutoConfigurationTest::proxies)
                .run(context -> {
                    JavaMailSender sender = context.getBean(JavaMailSender.class);
                    assertThat(sender).isNotInstanceOf(JavaMailSenderImpl.class);
                    assertThat(sender.createMimeMessage())
                            .extracting("session.properties")
                            .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.type(Properties.class))
                            .extracting(properties -> properties.getProperty("mail.smtp.class"))
                            .isEqualTo(RetryingSmtpTransport.class.getName());
                });
    }

    private static BeanNameAutoProxyCreator proxies() {
        BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
        creator.setBeanNames("mailSender");
        return creator;
    }

    @Test
    void preparesTheSessionAgainWhenTheUserReplacesIt() {
        Contexts.withSender().withPropertyValues("resilience4mail.language=fr").run(context -> {
            JavaMailSenderImpl sender = context.getBean(JavaMailSenderImpl.class);
            sender.setJavaMailProperties(new Properties());
            assertThat(sender.getSession().getProperty("mail.smtp.class"))
                    .isEqualTo(RetryingSmtpTransport.class.getName());
            assertThat(sender.getSession().getProperty("mail.smtp.retry.language"))
                    .isEqualTo("fr");
        });
    }

    /** A subclass, and a sender with a session made elsewhere, as one from JNDI is. */
    @Configuration(proxyBeanMethods = false)
    static class OwnSenders {

        static class OwnSender extends JavaMailSenderImpl {}

        @Bean
        OwnSender first() {
            return new OwnSender();
        }

        @Bean
        JavaMailSenderImpl second() {
            Properties properties = new Properties();
            properties.setProperty("whose", "the container's");
            JavaMailSenderImpl sender = new JavaMailSenderImpl();
            sender.setSession(Session.getInstance(properties));
            return sender;
        }
    }
}
