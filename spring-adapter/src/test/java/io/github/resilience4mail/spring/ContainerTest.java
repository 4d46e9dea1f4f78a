/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.javamail.RetryingSmtpTransport;
import jakarta.mail.Session;
import java.util.Hashtable;
import java.util.Properties;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** A session that a container keeps, and {@code spring.mail.jndi-name} names. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class ContainerTest {

    private static final String NAME = "java:comp/env/mail/session";

    /** A container with one session in it. */
    public static final class Container implements InitialContextFactory {

        @Override
        public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
            return new InitialContext(true) {
                @Override
                public Hashtable<?, ?> getEnvironment() {
                    return new Hashtable<>();
                }

                @Override
                public Object lookup(String name) throws NamingException {
                    if (!NAME.equals(name)) {
                        throw new NameNotFoundException(name);
                    }
                    Properties properties = new Properties();
                    properties.setProperty("whose", "the container's");
                    return Session.getInstance(properties);
                }
            };
        }
    }

    @BeforeEach
    void open() {
        System.setProperty(Context.INITIAL_CONTEXT_FACTORY, Container.class.getName());
    }

    @AfterEach
    void close() {
        System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
    }

    @Test
    void itsSenderRetriesToo() {
        Contexts.withoutSender()
                .withPropertyValues("spring.mail.jndi-name=mail/session")
                .run(context -> {
                    Session session = context.getBean(JavaMailSenderImpl.class).getSession();
                    assertThat(session.getProperty("whose")).isEqualTo("the container's");
                    assertThat(session.getTransport("smtp")).isInstanceOf(RetryingSmtpTransport.class);
                });
    }
}
