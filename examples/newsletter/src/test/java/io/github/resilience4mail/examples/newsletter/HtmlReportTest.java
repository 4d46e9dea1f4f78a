/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class HtmlReportTest {

    private static final String HOSTILE = "550 5.1.1 <script>alert(1)</script> \"' onload='x' &amp; </td></style>"
            + " \u202egnp.exe \u001b[2J\u0000 \u200b]]> --> https://evil.example/x.js";

    private final Tally tally = new Tally(List.of());
    private final List<SelfCheck.Claim> claims = List.of(
            new SelfCheck.Claim("claim.oneOutcome", 4, List.of()),
            new SelfCheck.Claim("claim.once", 2, List.of("a@x")));

    private String page(String language) {
        tally.add(Reports.delivered("ann@one.example"));
        tally.add(Reports.refused("bob@one.example", HOSTILE));
        tally.add(Reports.refused("\"<img src=x onerror=alert(1)>\"@two.example", "452 4.2.2 Mailbox full"));
        tally.add(Reports.refused("eve@two.example", "550 5.7.1 Relaying denied"));
        Audience audience = new Audience(List.of("ann@one.example", "bob@one.example", "eve@two.example"), List.of());
        AtomicLong accepted = new AtomicLong();
        History history = new History(
                audience,
                () -> Map.of(
                        "one.example",
                        new LaneFigures(3, 4, 40, Duration.ZERO, accepted.getAndIncrement(), 2, 0),
                        "two.example",
                        new LaneFigures(1, 1, 0, Duration.ofMinutes(1), 0, accepted.get(), 0)));
        IntStream.range(0, 50).forEach(second -> history.look(Duration.ofSeconds(second)));
        RunRecord run = new RunRecord(
                "news@smtp.example.net:587",
                Instant.parse("2026-01-01T00:00:00Z"),
                Duration.ofSeconds(50),
                Duration.ofSeconds(50),
                1,
                5,
                1,
                tally,
                DomainCount::failedAttempts,
                history);
        return new HtmlReport(new Words(Locale.forLanguageTag(language))).of(run, claims);
    }

    private static Document parse(String page) throws IOException, SAXException, ParserConfigurationException {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(page)));
    }

    private static List<Element> elements(Document document, String name) {
        NodeList nodes = document.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "fr"})
    void isWellFormedAndWholeInItself(String language) throws Exception {
        String page = page(language);
        Document document = parse(page);
        assertThat(document.getDocumentElement().getAttribute("lang")).isEqualTo(language);
        for (String loading :
                List.of("script", "link", "img", "iframe", "object", "embed", "base", "form", "a", "use")) {
            assertThat(elements(document, loading)).as(loading).isEmpty();
        }
        for (Element element : elements(document, "*")) {
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                String name = element.getAttributes().item(i).getNodeName();
                assertThat(name)
                        .as("attribute of %s", element.getTagName())
                        .doesNotStartWith("on")
                        .isNotIn("src", "href", "xlink:href", "srcset", "style", "action");
            }
        }
        assertThat(elements(document, "style").get(0).getTextContent())
                .doesNotContain("url(", "@import", "http")
                .contains("prefers-color-scheme: dark", "@media print");
        assertThat(page).contains("Content-Security-Policy", "default-src &#39;none&#39;");
    }

    @Test
    void showsWhatAServerSaidAsTextAndNothingElse() throws Exception {
        String page = page("en");
        assertThat(page).doesNotContain("<script", "</td></style>", "<img");
        assertThat(page.codePoints().filter(c -> c != '\n' && isDangerous(c)).mapToObj(Integer::toHexString))
                .isEmpty();
        assertThat(elements(parse(page), "code").stream().map(Element::getTextContent))
                .anySatisfy(text -> assertThat(text)
                        .contains("<script>alert(1)</script>", "\uFFFDgnp.exe", "\uFFFD[2J", "&amp;", "]]> -->"));
    }

    private static boolean isDangerous(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE;
    }

    @Test
    void saysInItsTablesWhatIsWhat() throws Exception {
        Document document = parse(page("en"));
        assertThat(elements(document, "table")).hasSize(2 + 1 + 2).allSatisfy(table -> {
            assertThat(table.getElementsByTagName("caption").getLength()).isEqualTo(1);
            assertThat(table.getElementsByTagName("thead").getLength()).isEqualTo(1);
        });
        assertThat(elements(document, "th"))
                .allSatisfy(th -> assertThat(th.getAttribute("scope")).isIn("row", "col"));
        assertThat(elements(document, "h1")).hasSize(1);
        assertThat(elements(document, "section")).hasSize(5).allSatisfy(section -> assertThat(ids(document))
                .contains(section.getAttribute("aria-labelledby")));
    }

    private static Set<String> ids(Document document) {
        List<String> ids = elements(document, "*").stream()
                .map(element -> element.getAttribute("id"))
                .filter(id -> !id.isEmpty())
                .toList();
        assertThat(ids).doesNotHaveDuplicates();
        return new HashSet<>(ids);
    }

    @Test
    void saysInWordsWhatEachPictureShows() throws Exception {
        Document document = parse(page("en"));
        Set<String> ids = ids(document);
        assertThat(elements(document, "svg")).hasSize(1 + 3 + 2).allSatisfy(svg -> {
            assertThat(svg.getAttribute("role")).isEqualTo("img");
            assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
                    .isNotBlank();
            assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
                    .isNotBlank();
            for (String id : svg.getAttribute("aria-labelledby").split(" ", -1)) {
                assertThat(id).satisfiesAnyOf(i -> assertThat(i).isEmpty(), i -> assertThat(ids)
                        .contains(i));
            }
        });
        assertThat(elements(document, "desc").stream().map(Element::getTextContent))
                .anyMatch(text -> text.startsWith("Lanes: at most 3, and a limit of 4 in the end. Pace: at most 60"));
    }

    @Test
    void listsWhatToDoWithCauseCountAndExample() throws Exception {
        String text = String.join(
                "\n",
                elements(parse(page("en")), "tr").stream()
                        .map(Element::getTextContent)
                        .toList());
        assertThat(text)
                .containsSubsequence(
                        "1 to fix", "1 given up", "There is no such mailbox", "1 deferred", "Mailbox full");
        assertThat(page("fr")).contains("Ce qu&#39;il faut faire");
    }

    /** Of text on its background, as the accessibility guidelines count it: 4.5 for text of usual size. */
    @Test
    void canBeReadInDarkAndLight() throws Exception {
        String style = elements(parse(page("en")), "style").get(0).getTextContent();
        List<Map<String, String>> schemes = new ArrayList<>();
        Matcher root = Pattern.compile(":root \\{([^}]*)\\}").matcher(style);
        while (root.find()) {
            schemes.add(variables(root.group(1)));
        }
        assertThat(schemes).hasSize(3);
        for (Map<String, String> scheme : schemes) {
            assertThat(contrast(scheme.get("soft"), scheme.get("shade"))).isGreaterThan(4.5);
            for (String ground : List.of("paper", "card")) {
                for (String ink :
                        List.of("ink", "soft", "delivered", "deferred", "given-up", "fix-config", "unknown")) {
                    assertThat(contrast(scheme.get(ink), scheme.get(ground)))
                            .as("%s on %s", ink, ground)
                            .isGreaterThan(4.5);
                }
            }
        }
        Matcher used = Pattern.compile("var\\(--([a-z-]+)\\)").matcher(style);
        while (used.find()) {
            assertThat(schemes.get(0)).containsKey(used.group(1));
            assertThat(schemes.get(1)).containsKey(used.group(1));
        }
    }

    private static Map<String, String> variables(String block) {
        Map<String, String> variables = new HashMap<>();
        Matcher variable = Pattern.compile("--([a-z-]+): #([0-9a-f]{6})").matcher(block);
        while (variable.find()) {
            variables.put(variable.group(1), variable.group(2));
        }
        return variables;
    }

    private static double contrast(String one, String other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(String colour) {
        double[] weights = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            double part = Integer.parseInt(colour.substring(2 * i, 2 * i + 2), 16) / 255.0;
            sum += weights[i] * (part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
        }
        return sum;
    }
}
