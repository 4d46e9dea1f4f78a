/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRunTest {

    @Test
    void deliversToAllWhoCanBeDeliveredToAndAgreesWithTheServer() {
        Run run = Run.of("--subscribers", "200", "--factor", "600", "--seed", "7");
        assertThat(run.err).isEmpty();
        assertThat(run.exitCode).as(run.out).isZero();
        assertThat(run.out)
                .startsWith("200 subscribers at five domains")
                .contains("Time runs 600 times as fast: server's and client's delays alike;")
                .contains("  holds  each of 200 subscribers has exactly one outcome")
                .contains("  holds  the 120 at the healthy, the busy and the greylisting domain are all delivered")
                .endsWith("The self-check holds." + System.lineSeparator())
                .doesNotContain("FAILS", "\r[");
        // domain, delivered, deferred, given up, to fix, unknown; the attempts depend on chance
        assertThat(run.row("healthy.example")).startsWith("healthy.example", "40", "0", "0", "0", "0", "40", "0");
        assertThat(run.row("busy.example")).startsWith("busy.example", "40", "0", "0", "0", "0");
        assertThat(run.row("greylist.example")).startsWith("greylist.example", "40", "0", "0", "0", "0", "80", "40");
        assertThat(run.row("troubled.example")).startsWith("troubled.example", "8", "16", "16", "0", "0");
        assertThat(run.row("silent.example")).startsWith("silent.example", "40", "0", "0", "0", "0", "41", "0");
        assertThat(run.row("all")).startsWith("all", "168", "16", "16", "0", "0");
    }

    @Test
    void saysInWordsWhatToActOn() {
        Run run = Run.of("--subscribers", "50", "--factor", "600");
        assertThat(run.out)
                .containsSubsequence(
                        "What to act on first:",
                        "1. 2 given up: ",
                        "@troubled.example, ",
                        "   The server said: 55",
                        "2. 2 given up: ",
                        "3. 4 deferred: The recipient's mailbox is full",
                        "Self-check");
    }

    @Test
    void speaksFrench() {
        Run run = Run.of("--subscribers", "25", "--factor", "600", "--lang", "fr");
        assertThat(run.exitCode).as(run.out).isZero();
        assertThat(run.out)
                .contains("25 abonnés dans cinq domaines", "distribués", "Le serveur a dit : ", "Le contrôle est bon.");
    }

    @Test
    void drawsOnTheOtherScreenOfATerminalAndComesBack() {
        Run run = Run.onTerminal("--subscribers", "50", "--factor", "600");
        assertThat(run.exitCode).as(run.out).isZero();
        assertThat(run.out)
                .containsOnlyOnce("\u001b[?1049h")
                .containsOnlyOnce("\u001b[?1049l")
                // what stays on the screen in the end
                .containsSubsequence("\u001b[?25h", "50 of 50 (100 %), 42 delivered", "The self-check holds.");
    }

    @Test
    void drawsNothingOverWhereThatIsNotWanted() {
        Run run = Run.onTerminal("--subscribers", "5", "--factor", "600", "--no-live");
        assertThat(run.out).contains("5 of 5 (100 %), ").doesNotContain("\u001b");
    }

    @Test
    void writesAPageOfThatRun(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("report.html");
        Run run = Run.of("--subscribers", "50", "--factor", "600", "--report", page.toString());
        assertThat(run.out).contains("The report as a page: " + page);
        assertThat(Files.readString(page))
                .contains("<h1>42 of 50 delivered</h1>", "busy.example", "There is no such mailbox")
                .doesNotContain("How do letters arrive?");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(page);
        }
    }

    @Test
    void refusesAPlaceForThePageBeforeItSends(@TempDir Path folder) {
        Path page = folder.resolve("nowhere/report.html");
        Run run = Run.of("--report", page.toString());
        assertThat(run.exitCode).isEqualTo(ExitCode.USAGE);
        assertThat(run.err)
                .isEqualToIgnoringNewLines("newsletter: " + page
                        + " cannot be written: name a file in a folder that exists with --report");
        assertThat(run.out).isEmpty();
    }
}
