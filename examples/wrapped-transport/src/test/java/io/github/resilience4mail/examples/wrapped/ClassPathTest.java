/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.wrapped;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.oldshop.OldShop;
import io.github.resilience4mail.javamail.RetryingSmtpTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClassPathTest {

    private static Path placeOf(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    @Test
    void differsInTheOneEntryThatHasTheTransport() throws Exception {
        ClassPath after = ClassPath.ofThisProcess();
        List<Path> difference = new ArrayList<>(after.entries());
        difference.removeAll(after.withoutAdapter().entries());
        assertThat(difference).containsExactly(placeOf(RetryingSmtpTransport.class));
    }

    @Test
    void holdsAnOldProgramThatKnowsNothingOfUs() throws Exception {
        Path classes = placeOf(OldShop.class);
        try (Stream<Path> files = Files.walk(classes.resolve("com/example/oldshop"))) {
            List<Path> compiled =
                    files.filter(file -> file.toString().endsWith(".class")).toList();
            assertThat(compiled).hasSizeGreaterThan(10).allSatisfy(file -> assertThat(constants(file))
                    .doesNotContain("resilience4mail"));
        }
    }

    /** What is not text in a class file does no harm here. */
    private static String constants(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
