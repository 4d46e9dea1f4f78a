/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.catalogue.ReplyCatalogue;
import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.runtime.MailRuntime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** How each sender of the application retries: as all do, but for what is said about the bean of its name. */
final class MailSenderSettings implements SmartInitializingSingleton {

    private final Settings common;
    private final Map<String, Settings> own = new TreeMap<>();
    private final @Nullable ReplyCatalogue catalogue;
    private final @Nullable MailRuntime runtime;
    private final ListableBeanFactory beans;

    private record Settings(MailRetryPolicy policy, @Nullable Locale language) {}

    MailSenderSettings(
            MailRetryProperties properties,
            MailRetryPolicy policy,
            @Nullable ReplyCatalogue catalogue,
            @Nullable MailRuntime runtime,
            ListableBeanFactory beans) {
        this.common = new Settings(policy, properties.language());
        this.catalogue = catalogue;
        this.runtime = runtime;
        this.beans = beans;
        properties.senders().forEach((name, sender) -> {
            Locale language = sender.language() == null ? properties.language() : sender.language();
            own.put(name, new Settings(sender.policy(policy, prefix(name)), language));
        });
    }

    private static String prefix(String name) {
        return MailRetryProperties.PREFIX + ".senders." + name;
    }

    /** Puts its settings into the session of a sender. */
    void prepare(JavaMailSenderImpl sender, String beanName) {
        Settings settings = own.getOrDefault(beanName, common);
        new SenderSession(sender).retryBy(settings.policy(), settings.language(), catalogue, runtime);
    }

    /** A name that is misspelt would go unnoticed until mail is late. */
    @Override
    public void afterSingletonsInstantiated() {
        List<String> known = List.of(beans.getBeanNamesForType(JavaMailSenderImpl.class, true, false));
        for (String name : own.keySet()) {
            if (!known.contains(name)) {
                throw new InvalidMailRetryPropertiesException(
                        "the properties " + prefix(name) + ".* are for no mail sender: use the name of a bean"
                                + (known.isEmpty() ? "; there is none" : ", one of " + String.join(", ", known)),
                        null);
            }
        }
    }
}
