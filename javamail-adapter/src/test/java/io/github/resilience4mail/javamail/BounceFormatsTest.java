/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.catalogue.ReplyCatalogue;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.javamail.BounceSamples.Expected;
import io.github.resilience4mail.smtp.SmtpReply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each sample says what {@code expected.txt} expects of it: kind, recipients, decision and reply. */
class BounceFormatsTest {

    private static final BounceReader READER = BounceReader.of(ReplyCatalogue.standard());

    private static List<String> samples() {
        return BounceSamples.NAMES;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isUnderstood(String sample) throws IOException {
        List<Expected> found = READER.read(new ByteArrayInputStream(BounceSamples.bytes(sample))).stream()
                .map(report -> seen(sample, report))
                .toList();

        assertThat(found).containsExactlyElementsOf(BounceSamples.EXPECTED.get(sample));
    }

    private static Expected seen(String sample, BounceReport report) {
        return new Expected(
                sample,
                report.kind().name(),
                report.recipient().orElse("-"),
                report.verdict().map(BounceFormatsTest::decision).orElse("-"),
                report.reply().map(BounceFormatsTest::reply).orElse("-"));
    }

    private static String decision(Verdict verdict) {
        return verdict.decision() + (verdict.suppress() ? " suppress" : "");
    }

    private static String reply(SmtpReply reply) {
        return reply.hasCode() || reply.status() != null ? reply.toString() : "(words)";
    }

    @Test
    void noSampleIsForgotten() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(BounceSamples.class.getResource("bounces"))
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".eml"))
                            .map(name -> name.substring(0, name.length() - 4)))
                    .containsExactlyInAnyOrderElementsOf(BounceSamples.NAMES);
        }
    }
}
