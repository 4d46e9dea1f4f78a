/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalogue's pages in docs are what rules and explanations say; {@code -Dcatalogue.write=true} writes them anew. */
class CataloguePageTest {

    private static final Path DOCS = Path.of("..", "docs");

    static Stream<Arguments> pages() {
        return Stream.of(
                Arguments.of("catalogue.md", CataloguePage.in(Locale.ENGLISH)),
                Arguments.of("catalogue.fr.md", CataloguePage.in(Locale.FRENCH)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void thePageIsWhatTheRulesSay(String name, String expected) throws IOException {
        Path page = DOCS.resolve(name);
        if (Boolean.getBoolean("catalogue.write")) {
            Files.writeString(page, expected);
        }
        assertThat(Files.readString(page))
                .as("run ./mvnw test -pl core -Dtest=CataloguePageTest -Dtests.argLine=-Dcatalogue.write=true")
                .isEqualTo(expected);
    }
}
