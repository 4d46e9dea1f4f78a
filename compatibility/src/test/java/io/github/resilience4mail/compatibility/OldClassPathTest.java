/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs whose class path is not what we would wish: they are told, once and in one sentence. */
class OldClassPathTest {

    private static final ClassPath OURS = ClassPath.ofThisJvm().withoutMail();
    private static final ClassPath ACTIVATION = new ClassPath(ClassPath.ofThisJvm().onlyMail().entries().stream()
            .filter(entry -> entry.getFileName().toString().contains("activation"))
            .toList());
    private static final ClassPath ANGUS_203 = ClassPath.ofOld("angus-mail-2.0.3.jar", "jakarta.mail-api-2.1.3.jar")
            .andThen(ACTIVATION);
    private static final String VULNERABLE = "Angus Mail 2.0.3 lets line breaks in an address smuggle commands to the"
            + " server (CVE-2025-7962): take org.eclipse.angus:angus-mail (or :jakarta.mail) 2.0.4 or later";
    private static final String PASSED_OVER = "Jakarta Mail takes Angus Mail's own SMTP transport";

    private static ScriptedSmtpServer server() {
        return ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.first(), Action.reply("451 4.3.0 Later"))
                .start();
    }

    private static List<String> run(ScriptedSmtpServer server, ClassPath classPath) throws Exception {
        return Program.run(classPath, SendsTwice.class, String.valueOf(server.port()));
    }

    private static long count(List<String> lines, String text) {
        return lines.stream().filter(line -> line.contains(text)).count();
    }

    @Test
    void areNotWarnedOfWhatIsAsItShouldBe() throws Exception {
        try (var server = server()) {
            List<String> lines = run(server, ClassPath.ofThisJvm());
            assertThat(lines).filteredOn(line -> !line.contains(" INFO ")).containsExactly("sent", "sent");
            assertThat(server.acceptedCount()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0.0", "2.0.1", "2.0.2", "2.0.3", "2.0.4"})
    void tryAgainWithEveryAngusMailSinceTwo(String version) throws Exception {
        try (var server = server()) {
            ClassPath angus = ClassPath.ofOld("angus-mail-" + version + ".jar", "jakarta.mail-api-2.1.3.jar");
            assertThat(run(server, OURS.andThen(angus).andThen(ACTIVATION)))
                    .filteredOn("sent"::equals)
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0.0", "2.0.3", "2.0.4"})
    void tryAgainWithTheCombinedJars(String version) throws Exception {
        try (var server = server()) {
            ClassPath angus = ClassPath.ofOld("jakarta.mail-" + version + ".jar");
            assertThat(run(server, OURS.andThen(angus).andThen(ACTIVATION)))
                    .filteredOn("sent"::equals)
                    .hasSize(2);
        }
    }

    @Test
    void areWarnedOnceOfAnAngusMailWithAKnownHole() throws Exception {
        try (var server = server()) {
            List<String> lines = run(server, OURS.andThen(ANGUS_203));
            assertThat(count(lines, "WARN")).isEqualTo(1);
            assertThat(count(lines, VULNERABLE)).isEqualTo(1);
            assertThat(count(lines, PASSED_OVER)).isZero();
            assertThat(server.acceptedCount()).isEqualTo(2);
        }
    }

    @Test
    void areWarnedOnceOfTheCombinedJarWithThatHole() throws Exception {
        try (var server = server()) {
            List<String> lines = run(
                    server,
                    OURS.andThen(ClassPath.ofOld("jakarta.mail-2.0.3.jar")).andThen(ACTIVATION));
            assertThat(count(lines, VULNERABLE)).isEqualTo(1);
            assertThat(server.acceptedCount()).isEqualTo(2);
        }
    }

    @Test
    void areToldThatAnOldJakartaMailPassesUsOverForWhatStandsFirst() throws Exception {
        try (var server = server()) {
            List<String> lines = run(server, ANGUS_203.andThen(OURS));
            assertThat(count(lines, PASSED_OVER)).isEqualTo(1);
            assertThat(lines).anyMatch(line -> line.contains("take jakarta.mail:jakarta.mail-api 2.1.4 or later"));
            assertThat(count(lines, "failed: jakarta.mail.SendFailedException: Invalid Addresses"))
                    .isEqualTo(1);
        }
    }

    @Test
    void areToldWhatToTakeInsteadOfComSunMail() throws Exception {
        try (var server = server()) {
            List<String> lines = run(
                    server, OURS.andThen(ClassPath.ofOld("jakarta.mail-2.0.2.jar", "jakarta.activation-2.0.1.jar")));
            String sentence = "resilience4mail works on Angus Mail 2, but the class path has com.sun.mail 2.0.2 in its"
                    + " place: replace that by org.eclipse.angus:angus-mail 2.0.4 or later";
            assertThat(lines)
                    .filteredOn(line -> line.contains("WARN"))
                    .singleElement()
                    .satisfies(line -> assertThat(line).endsWith(sentence));
            assertThat(count(lines, "failed: jakarta.mail.MessagingException: " + sentence))
                    .isEqualTo(2);
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void areToldTheSameOfAngusMailOne() throws Exception {
        try (var server = server()) {
            List<String> lines = run(
                    server,
                    OURS.andThen(ClassPath.ofOld("angus-mail-1.1.0.jar", "jakarta.mail-api-2.1.3.jar"))
                            .andThen(ACTIVATION));
            assertThat(count(
                            lines, "has com.sun.mail 1.1.0 in its place: replace that by org.eclipse.angus:angus-mail"))
                    .isEqualTo(3);
        }
    }

    @Test
    void areToldWhatToAddWhereAngusMailIsThereWithoutItsTransport() throws Exception {
        try (var server = server()) {
            List<String> lines = run(
                    server,
                    OURS.andThen(ClassPath.ofOld("angus-core-2.0.5.jar", "jakarta.mail-api-2.1.3.jar"))
                            .andThen(ACTIVATION));
            assertThat(lines)
                    .contains("failed: jakarta.mail.MessagingException: resilience4mail works on Angus Mail 2, but the"
                            + " class path has no SMTP transport of it: complete it by org.eclipse.angus:angus-mail"
                            + " 2.0.4 or later");
        }
    }

    @Test
    void sendAsBeforeWhenSwitchedOffWhereThereIsComSunMail() throws Exception {
        try (var server = server()) {
            List<String> lines = Program.run(
                    OURS.andThen(ClassPath.ofOld("jakarta.mail-2.0.2.jar", "jakarta.activation-2.0.1.jar")),
                    SendsTwice.class,
                    String.valueOf(server.port()),
                    "mail.smtp.retry.enabled=false");
            assertThat(lines)
                    .contains("sent")
                    .anyMatch(line -> line.contains("failed: jakarta.mail.SendFailedException"));
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void areToldThatJavaxMailIsOutOfReach() throws Exception {
        try (var server = server()) {
            List<String> lines = Program.run(
                    OURS.andThen(ClassPath.ofOld("jakarta.mail-1.6.8.jar", "jakarta.activation-1.2.2.jar")),
                    SendsTwiceWithJavaxMail.class,
                    String.valueOf(server.port()));
            assertThat(lines)
                    .filteredOn(line -> line.contains("WARN"))
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .endsWith(
                                    "resilience4mail does nothing here: this program sends with javax.mail, which it cannot"
                                            + " reach; move to Jakarta Mail 2.1 (org.eclipse.angus:angus-mail 2.0.4 or later), or remove"
                                            + " resilience4mail"));
            // the mail goes as it did before
            assertThat(lines)
                    .contains("sent")
                    .anyMatch(line -> line.contains("failed: javax.mail.SendFailedException"));
        }
    }
}
