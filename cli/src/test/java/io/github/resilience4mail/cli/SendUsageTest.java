/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.cli.Program.Answer;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong with the command is said in one sentence, before anything is sent. */
class SendUsageTest {

    @TempDir
    private Path directory;

    /** What is changed in a command that is right, and what the complaint names. */
    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("--host", null, "--host"),
                Arguments.of("--port", null, "--port"),
                Arguments.of("--from", null, "--from"),
                Arguments.of("--to", null, "--to"),
                Arguments.of("--host", "", "--host \"\" is not a host"),
                Arguments.of("--host", "a b", "--host \"a b\" is not a host"),
                Arguments.of("--host", "a.example:587", "its port behind --port"),
                Arguments.of("--port", "0", "--port is 1 to 65535, not 0"),
                Arguments.of("--port", "65536", "--port is 1 to 65535, not 65536"),
                Arguments.of("--port", "smtp", "\"smtp\" is not a whole number"),
                Arguments.of("--from", "shop", "--from \"shop\" is not a mail address: write it like"),
                Arguments.of("--from", "", "--from \"\" is not a mail address"),
                Arguments.of("--from", "<>", "is not a mail address"),
                Arguments.of("--from", "a@b.example\r\nRCPT TO:<x@y.example>", "smuggle in an SMTP command"),
                Arguments.of("--to", "jane@", "--to \"jane@\" is not a mail address"),
                Arguments.of("--to", "a@b.example,c@d.example", "give each address by itself"),
                Arguments.of("--to", "friends: a@b.example;", "is a group: give each address by itself"),
                Arguments.of("--to", "a@b.example\nDATA", "contains a line end"),
                Arguments.of("--to", "\"a\u0007\"@b.example", "control character"),
                Arguments.of("--to", "a b@c.example", "is not a mail address"),
                Arguments.of("--to", "josé@rcv.example", "needs SMTPUTF8"),
                Arguments.of("--to", "jose@exämple.example", "write jose@xn--exmple-cua.example"),
                Arguments.of("--subject", "a\r\nBcc: x@y.example", "--subject contains a line end"),
                Arguments.of("--count", "0", "--count is 1 or more, not 0"),
                Arguments.of("--count", "-1", "--count is 1 or more, not -1"),
                Arguments.of("--count", "99999999999", "is not a whole number"),
                Arguments.of("--lanes", "0", "--lanes is 1 to 1000, not 0"),
                Arguments.of("--lanes", "1001", "--lanes is 1 to 1000"),
                Arguments.of("--deadline", "60", "\"60\" is not a duration; write a number and its unit, such as"),
                Arguments.of("--deadline", "-5s", "is not a duration"),
                Arguments.of("--deadline", "soon", "is not a duration"),
                Arguments.of("--deadline", "", "is not a duration"),
                Arguments.of("--deadline", "9999999999d", "is not a duration"),
                Arguments.of("--max-delay", "0s", "--max-delay is more than 0s"),
                Arguments.of("--max-delay", "2", "is not a duration"),
                Arguments.of("--starttls", "maybe", "--starttls"),
                Arguments.of("--on-unknown", "hope", "--on-unknown"),
                Arguments.of("--lang", "de", "neither en nor fr"),
                Arguments.of("--user", "u", "--user and --password-env go together"),
                Arguments.of("--password-env", "SET", "--user and --password-env go together"),
                Arguments.of("--rules", "nowhere.yaml", "nowhere.yaml"),
                Arguments.of("--eml", "nowhere.eml", "nowhere.eml does not exist"),
                Arguments.of("--nonsense", "x", "--nonsense"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("wrong")
    void isRefusedWithOneSentence(String option, String value, String complaint) {
        try (var server = ScriptedSmtpServer.builder().start()) {
            assertRefused(server, Map.of(), arguments(server, option, value), complaint);
        }
    }

    private static List<String> arguments(ScriptedSmtpServer server, String option, String value) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("--host", server.host());
        options.put("--port", String.valueOf(server.port()));
        options.put("--from", "shop@example.org");
        options.put("--to", "jane@rcv.example");
        options.put(option, value);
        List<String> arguments = new ArrayList<>(List.of("send"));
        options.forEach((name, text) -> {
            if (text != null) {
                arguments.add(name + "=" + text);
            }
        });
        return arguments;
    }

    private static void assertRefused(
            ScriptedSmtpServer server, Map<String, String> environment, List<String> arguments, String complaint) {
        Answer answer = Program.with(environment).answer("", arguments.toArray(String[]::new));

        assertThat(answer.exitCode()).as(answer.out() + answer.err()).isEqualTo(64);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err()).contains(complaint).endsWith("send --help\n").hasLineCount(1);
        assertThat(server.connections()).isZero();
    }

    @Test
    void thePasswordHasToBeInTheEnvironmentAndNowhereElse() {
        try (var server = ScriptedSmtpServer.builder().start()) {
            List<String> login = arguments(server, "--user", "u");
            login.add("--password-env=WORD");
            assertRefused(server, Map.of(), login, "the environment variable WORD named by --password-env is not set");
            assertRefused(server, Map.of("WORD", ""), login, "named by --password-env is empty");
            List<String> open = arguments(server, "--password", "hunter2");
            assertRefused(server, Map.of(), open, "a password on the command line can be seen by others");
            assertThat(Program.run(open.toArray(String[]::new)).err()).doesNotContain("hunter2");
        }
    }

    @Test
    void aFileHasToHoldAMessage() throws Exception {
        try (var server = ScriptedSmtpServer.builder().start()) {
            List<String> both = arguments(server, "--body", "text");
            both.add("--eml=" + directory);
            assertRefused(server, Map.of(), both, "--body and --eml exclude each other: choose one");
            assertBadFile(server, directory, "is a directory");
            assertBadFile(server, Files.writeString(directory.resolve("empty"), ""), "is empty");
            assertBadFile(server, Files.writeString(directory.resolve("mbox"), "From a@b\nSubject: x\n\n"), "mailbox");
            assertBadFile(server, Files.writeString(directory.resolve("text"), "Dear all\n"), "begin with a header");
            assertBadFile(server, Files.write(directory.resolve("bytes"), new byte[300]), "is not a message");
        }
    }

    private static void assertBadFile(ScriptedSmtpServer server, Path file, String complaint) {
        assertRefused(server, Map.of(), arguments(server, "--eml", file.toString()), complaint);
    }

    @Test
    void helpSaysWhatIsTheDefault() {
        Answer answer = Program.run("send", "--help");

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.out().replaceAll("\\s+", " "))
                .contains("default: required with --user unless the server is this machine, else optional")
                .contains("--on-unknown=MODE", "(default: resend)", "(default: 60s)", "{n} is replaced")
                .contains("64 wrong usage", "78 fix the configuration")
                .doesNotContain("--password ", "--password=");
    }
}
