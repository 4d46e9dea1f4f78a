/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The guide's page names what was tested, and its code is code that runs. */
class GuideTest {

    private static final Path ROOT = Path.of("..");

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/guide/compatibility.md"));
    }

    private static String between(String text, String start, String end) {
        int from = text.indexOf(start);
        assertThat(from).as(start).isNotNegative();
        return text.substring(from + start.length(), text.indexOf(end, from + start.length()))
                .strip()
                .replaceAll("\\s+", " ");
    }

    @ParameterizedTest
    @CsvSource({
        "pom.xml, angus-mail.version",
        "pom.xml, jakarta.mail-api.version",
        "pom.xml, oldest-angus-mail.version",
        "pom.xml, oldest-jakarta.mail-api.version",
        "pom.xml, simple-java-mail.version",
        "pom.xml, camel.version",
        "pom.xml, flyway.version",
        "pom.xml, liquibase.version",
        "pom.xml, spring-boot.version",
        "spring-adapter/pom.xml, spring-boot-4.0.version",
        "pom.xml, spring-boot-4.1.version"
    })
    void namesTheVersionThatTheBuildTakes(String pom, String property) throws IOException {
        Matcher matcher = Pattern.compile("<" + Pattern.quote(property) + ">([^<]+)<")
                .matcher(Files.readString(ROOT.resolve(pom)));
        assertThat(matcher.find()).isTrue();
        assertThat(page()).containsPattern("\\b" + Pattern.quote(matcher.group(1)) + "\\b");
    }

    @Test
    void showsCodeThatRuns() throws IOException {
        String source =
                Files.readString(Path.of("src/test/java/io/github/resilience4mail/compatibility/WebApplication.java"));
        assertThat(between(page(), "```java", "```"))
                .isEqualTo(between(source, "// tag::install[]", "// end::install[]"));
    }
}
