/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.util.ClassUtils;

/**
 * Stands before a {@link JavaMailSenderImpl}: prepares its session, which the application may have replaced meanwhile, and
 * makes {@code send} exact. What a subclass of the application's does in a {@code send} of its own is left to it; only the
 * one for several MIME messages, to which all others come down, is exact then too.
 */
final class SendInterceptor implements MethodInterceptor {

    private static final String SPRINGS = "org.springframework.mail.";
    private static final String SEND = "send";
    private static final String OBSERVATION = "resilience4mail.send";

    private final Consumer<JavaMailSenderImpl> preparation;
    private final MessageIdMemory messageIds = new MessageIdMemory();

    private final Supplier<ObservationRegistry> observations;
    private final SendDetour detour;

    SendInterceptor(
            Consumer<JavaMailSenderImpl> preparation, Supplier<ObservationRegistry> observations, SendDetour detour) {
        this.preparation = preparation;
        this.observations = observations;
        this.detour = detour;
    }

    /** The methods that it is for. */
    static StaticMethodMatcherPointcut pointcut() {
        StaticMethodMatcherPointcut pointcut = new StaticMethodMatcherPointcut() {
            @Override
            public boolean matches(Method method, Class<?> targetClass) {
                return Set.of(SEND, "getSession", "testConnection").contains(method.getName());
            }
        };
        pointcut.setClassFilter(JavaMailSenderImpl.class::isAssignableFrom);
        return pointcut;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Method method = invocation.getMethod();
        if (!(invocation.getThis() instanceof JavaMailSenderImpl sender)) {
            return invocation.proceed();
        }
        preparation.accept(sender);
        if (!SEND.equals(method.getName())) {
            return invocation.proceed();
        }
        // a timer's tags: no address, no text of a server's
        return Observation.createNotStarted(OBSERVATION, observations.get())
                .contextualName("send mail")
                .lowCardinalityKeyValue("server", server(sender))
                .observeChecked(() -> send(invocation, sender));
    }

    private static String server(JavaMailSenderImpl sender) {
        String host = sender.getHost() == null ? "session" : sender.getHost();
        return sender.getPort() > 0 ? host + ":" + sender.getPort() : host;
    }

    private @Nullable Object send(MethodInvocation invocation, JavaMailSenderImpl sender) throws Throwable {
        Method method = invocation.getMethod();
        if (!isSprings(method, sender)) {
            return invocation.proceed();
        }
        Method ofInterface = ClassUtils.getInterfaceMethodIfPossible(method, JavaMailSenderImpl.class);
        JavaMailSender instead = detour.insteadOf(sender);
        return AopUtils.invokeJoinpointUsingReflection(
                instead == null ? new ExactMailSender(sender, messageIds) : instead,
                ofInterface,
                invocation.getArguments());
    }

    private static boolean isSprings(Method method, JavaMailSenderImpl sender) {
        if (ExactMailSender.endsIn(method)) {
            return true;
        }
        Method called = ClassUtils.getMostSpecificMethod(method, sender.getClass());
        return called.getDeclaringClass().getName().startsWith(SPRINGS);
    }
}
