/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.javamail.RetryingSmtpTransport;
import io.github.resilience4mail.policy.MailRetryPolicy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.config.YamlMapFactoryBean;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.ClassPathResource;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** A whole application, which knows of us only by our jar's files in META-INF. */
@ExtendWith(OutputCaptureExtension.class)
class BootApplicationTest {

    @EnableAutoConfiguration
    static class Application {}

    private static SpringApplicationBuilder application(String... properties) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties("spring.mail.host=mail.invalid", "spring.main.banner-mode=off")
                .properties(properties);
    }

    @Test
    void runsOnTheBootThatTheBuildMeans() {
        assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("expected.boot.version"));
    }

    @Test
    void findsTheAutoConfiguration() {
        try (var context = application().run()) {
            assertThat(context.getBean(JavaMailSenderImpl.class).getSession().getProperty("mail.smtp.class"))
                    .isEqualTo(RetryingSmtpTransport.class.getName());
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void tellsEditorsTheDefaultsThatApply() {
        YamlMapFactoryBean metadata = new YamlMapFactoryBean(); // JSON is YAML
        metadata.setResources(new ClassPathResource("META-INF/spring-configuration-metadata.json"));
        Map<String, Object> defaults = new TreeMap<>();
        for (Map<String, Object> property :
                (List<Map<String, Object>>) metadata.getObject().get("properties")) {
            assertThat(property.get("description")).asString().isNotBlank().endsWith(".");
            Object value = property.get("defaultValue");
            defaults.put((String) property.get("name"), value instanceof List<?> list ? list.toArray() : value);
        }
        MailRetryProperties bound = new Binder(new MapConfigurationPropertySource(defaults))
                .bind("resilience4mail", MailRetryProperties.class)
                .get();
        assertThat(bound).hasNoNullFieldsOrProperties();
        assertThat(bound.policy()).hasToString(MailRetryPolicy.defaults().toString());
    }

    @Test
    void showsTheSentenceAndNoStackTraceWhenTheStartFails(CapturedOutput output) {
        assertThatThrownBy(() -> application("resilience4mail.deadline=500ms").run())
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("the properties resilience4mail.* make no policy: deadline 0.5s is shorter than the first"
                        + " quick retry 1s")
                .doesNotContain("\tat io.github.resilience4mail");
    }
}
