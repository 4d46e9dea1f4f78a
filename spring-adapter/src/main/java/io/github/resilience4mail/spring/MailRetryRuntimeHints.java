/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.catalogue.ReplyCatalogue;
import io.github.resilience4mail.javamail.RetryingSmtpTransport;
import io.github.resilience4mail.javamail.RetryingSmtpsTransport;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.util.ClassUtils;

/**
 * What a native image does not find by itself: the transports, which Jakarta Mail makes by their names, the methods that
 * the proxies call, the rules and the words.
 */
final class MailRetryRuntimeHints implements RuntimeHintsRegistrar {

    private static final String ROOT = "io/github/resilience4mail/";

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        if (!ClassUtils.isPresent("org.eclipse.angus.mail.smtp.SMTPTransport", classLoader)
                || !ClassUtils.isPresent("org.springframework.mail.javamail.JavaMailSender", classLoader)) {
            return;
        }
        hints.reflection()
                .registerType(RetryingSmtpTransport.class, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS)
                .registerType(RetryingSmtpsTransport.class, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS)
                .registerType(JavaMailSender.class, MemberCategory.INVOKE_PUBLIC_METHODS)
                .registerType(org.springframework.mail.MailSender.class, MemberCategory.INVOKE_PUBLIC_METHODS);
        hints.resources().registerPattern(ROOT + "catalogue/*").registerPattern(ROOT + "outbox/*.sql");
        String packageOfAll = ReplyCatalogue.class.getPackageName().replace("catalogue", "");
        List.of("catalogue.explanations", "engine.summary", "javamail.connect")
                .forEach(bundle -> hints.resources().registerResourceBundle(packageOfAll + bundle));
    }
}
