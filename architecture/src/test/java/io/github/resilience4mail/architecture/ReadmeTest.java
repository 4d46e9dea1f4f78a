/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Java of README and guide is cut out of tests that run: neither can change without the other. */
class ReadmeTest {

    private static final Path ROOT = Path.of("..");
    private static final String JAVAMAIL = "javamail-adapter/src/test/java/io/github/resilience4mail/javamail/";
    private static final String OUTBOX = "outbox/src/test/java/io/github/resilience4mail/outbox/";
    private static final String SPRING = "spring-adapter/src/test/java/io/github/resilience4mail/spring/";

    @ParameterizedTest
    @CsvSource({
        "README.md, " + JAVAMAIL + "ReadmeExamplesTest",
        "docs/guide/testing.md, " + JAVAMAIL + "ShopMailerContractTest",
        "docs/guide/bounces.md, " + JAVAMAIL + "BouncesGuideTest",
        "docs/guide/spring.md, " + SPRING + "PlainSpringTest",
        "docs/guide/spring-outbox.md, " + SPRING + "MailOutboxAutoConfigurationTest",
        "docs/outbox.md, " + OUTBOX + "OutboxGuideTest"
    })
    void everyJavaExampleOfAPageIsARegionOfATest(String page, String test) throws IOException {
        List<String> snippets = between(Files.readString(ROOT.resolve(page)), "```java\n", "```");
        List<String> regions = regions(Files.readString(ROOT.resolve(test + ".java")));
        assertThat(regions).isNotEmpty();
        assertThat(snippets.stream().map(ReadmeTest::squeezed)).containsExactlyInAnyOrderElementsOf(regions);
    }

    @Test
    void codeStandsByLineTwenty() throws IOException {
        List<String> lines = Files.readAllLines(ROOT.resolve("README.md"));
        assertThat(lines.subList(0, 20)).anyMatch(line -> line.startsWith("Transport.send(message);"));
    }

    @Test
    void everyLinkOfAPageLeadsToAFile() throws IOException {
        List<Path> pages = pages();
        List<String> links = new ArrayList<>();
        List<String> dead = new ArrayList<>();
        for (Path page : pages) {
            for (String link : between(Files.readString(page), "](", ")")) {
                String target = link.replaceFirst("#.*", "");
                if (!target.isEmpty() && !target.contains("://")) {
                    links.add(target);
                    if (!Files.exists(page.resolveSibling(target))) {
                        dead.add(ROOT.relativize(page) + ": " + target);
                    }
                }
            }
        }
        assertThat(pages).hasSizeGreaterThan(10);
        assertThat(links).contains("docs/guide/spring.md");
        assertThat(dead).isEmpty();
    }

    /** The pages at the top, and all of docs. */
    private static List<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    private static List<String> regions(String source) {
        List<String> regions = new ArrayList<>();
        for (String region : between(source, "// tag::", "// end::")) {
            regions.add(squeezed(region.substring(region.indexOf('\n'))));
        }
        return regions;
    }

    private static List<String> between(String text, String start, String end) {
        List<String> found = new ArrayList<>();
        int from = text.indexOf(start);
        while (from >= 0) {
            int to = text.indexOf(end, from + start.length());
            found.add(text.substring(from + start.length(), to));
            from = text.indexOf(start, to + end.length());
        }
        return found;
    }

    /** Indentation and line breaks are not what matters. */
    private static String squeezed(String code) {
        return code.strip().replaceAll("\\s+", " ");
    }
}
