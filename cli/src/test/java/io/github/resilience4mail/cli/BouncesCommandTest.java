/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import static io.github.resilience4mail.cli.Program.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.cli.Program.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bounces} as it is called, in this process. */
class BouncesCommandTest {

    private static final String BOUNCE =
            """
            From: MAILER-DAEMON@mta.example.com
            Subject: failure notice

            Hi. This is the qmail-send program at mta.example.com.

            <ada@example.net>:
            Remote host said: 550 5.1.1 No such user \u001b[2J
            """;

    private static final String AUTO_REPLY =
            """
            From: ada@example.net
            Auto-Submitted: auto-replied
            Subject: away

            I am away.
            """;

    @TempDir
    private Path directory;

    private Path bounce = Path.of("");

    @BeforeEach
    void writeOne() throws IOException {
        bounce = Files.writeString(directory.resolve("b.eml"), BOUNCE);
    }

    @Test
    void theFieldsOfAnObjectAreFixed() {
        Answer answer = run("bounces", "--json", bounce.toString());

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.err()).isEmpty();
        assertThat(answer.out())
                .startsWith("{\"file\":\"" + bounce + "\",\"kind\":\"FAILED\",\"recipient\":\"ada@example.net\","
                        + "\"reply\":\"550 5.1.1 No such user \uFFFD[2J\",\"decision\":\"GIVE_UP\","
                        + "\"reason\":\"UNKNOWN_RECIPIENT\",\"scope\":\"RECIPIENT\",\"throttle\":false,"
                        + "\"suppress\":true,\"rule\":\"")
                .endsWith("\"}\n");
    }

    @Test
    void directoriesAreReadInTheOrderOfNamesAndAnUnreadableFileStopsNothing() throws IOException {
        Files.createDirectory(directory.resolve("a"));
        Files.writeString(directory.resolve("a").resolve("z.eml"), AUTO_REPLY);
        Files.writeString(directory.resolve("aa.eml"), "Subject: lunch\n\nAt noon?\n");

        Answer answer = run("bounces", "--json", directory.toString());

        assertThat(answer.exitCode()).isEqualTo(65);
        assertThat(answer.out().lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("\"AUTO_REPLY\"", "z.eml", "\"decision\":\"NONE\",\"reason\":null"),
                        line -> assertThat(line).contains("\"UNREADABLE\"", "aa.eml", "\"recipient\":null"),
                        line -> assertThat(line).contains("\"FAILED\"", "b.eml"));
        assertThat(answer.err()).contains("aa.eml: it is no bounce that is known here");
    }

    @Test
    void tellsPeopleWhatToDoInTheirLanguage() {
        assertThat(run("bounces", bounce.toString()).out())
                .startsWith(bounce + ": not delivered, ada@example.net\n  550 5.1.1 No such user")
                .contains("Decision: give up (GIVE_UP, UNKNOWN_RECIPIENT)", "What to do: ");
        assertThat(run("bounces", "--lang", "fr", bounce.toString()).out())
                .contains(": non remis, ada@example.net", "Décision : renoncer", "Que faire : ");
    }

    @Test
    void eachMessageOfAMailboxIsRead() throws IOException {
        String envelope = "From MAILER-DAEMON Mon Nov 23 10:00:00 2026\n";
        Path mailbox = Files.writeString(
                directory.resolve("bounces"),
                envelope + BOUNCE + "\n" + envelope + "Subject: lunch\n\n>From noon on?\n\n" + envelope + AUTO_REPLY);

        Answer answer = run("bounces", "--json", mailbox.toString());

        assertThat(answer.exitCode()).isEqualTo(65);
        assertThat(answer.lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("{\"file\":\"" + mailbox + "\",\"kind\":"))
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"FAILED\""),
                        line -> assertThat(line).contains("\"UNREADABLE\""),
                        line -> assertThat(line).contains("\"AUTO_REPLY\""));
        assertThat(answer.err()).isEqualTo(mailbox + ", message 2: it is no bounce that is known here\n");
        assertThat(run("bounces", "--lang", "fr", mailbox.toString()).out())
                .contains(mailbox + ": non remis", mailbox + ", message 3: réponse automatique");
    }

    @Test
    void aMaildirIsReadWithItsFoldersButWithoutWhatIsNotDeliveredYet() throws IOException {
        Path maildir = directory.resolve("Maildir");
        for (String folder : List.of("cur", "new", "tmp", ".Old/cur", ".Old/new", ".Old/tmp", "junk")) {
            Path made = Files.createDirectories(maildir.resolve(folder));
            Files.writeString(made.resolve("1700000000.M1P1.mx:2,S"), BOUNCE);
        }
        Files.writeString(maildir.resolve("dovecot-uidlist"), "3 V1 N2");

        Answer answer = run("bounces", "--json", maildir.toString());

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("/.Old/cur/"),
                        line -> assertThat(line).contains("/.Old/new/"),
                        line -> assertThat(line).contains("/Maildir/cur/"),
                        line -> assertThat(line).contains("/Maildir/new/"));
    }

    @Test
    void wrongUsageIsToldInOneLine() {
        assertThat(run("bounces").exitCode()).isEqualTo(64);
        Answer missing = run("bounces", directory.resolve("none").toString());
        assertThat(missing.exitCode()).isEqualTo(64);
        assertThat(missing.err()).contains("does not exist").hasLineCount(1);
    }

    @Test
    void aBadFileOfRulesIsBadData() throws IOException {
        Path rules = Files.writeString(directory.resolve("rules.yaml"), "nonsense");

        Answer answer = run("bounces", "--rules", rules.toString(), bounce.toString());

        assertThat(answer.exitCode()).isEqualTo(65);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err()).contains("rules.yaml");
    }
}
