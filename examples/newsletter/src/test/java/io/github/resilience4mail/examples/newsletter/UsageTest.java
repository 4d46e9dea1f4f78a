/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            --port 25                         | --port needs --host: without a real server the program plays the receivers itself
            --to-file x                       | --to-file needs --host: without a real server the program plays the receivers itself
            --starttls off                    | --starttls needs --host: without a real server the program plays the receivers itself
            --journal x                       | --journal needs --host: the receivers that the program plays forget everything when it ends
            --resume x                        | --resume needs --host: the receivers that the program plays forget everything when it ends
            --on-unknown report               | --on-unknown needs --host: without a real server the program plays the receivers itself
            --outbox x                        | --outbox needs --host: the receivers that the program plays forget everything when it ends
            --host h --from a@b --to-file x --journal j --outbox o | --outbox does not go with --journal or --resume: the database knows how far the run has come
            --host h --from a@b --to-file x --factor 2 --outbox o | --outbox does not go with --factor: a database has one time
            --host h --from a@b --to-file x --journal j --resume j | --resume and --journal do not go together: the run goes on in the journal that it resumes
            --host h                          | --host needs --from: the address that the newsletter comes from
            --host h --from a@b               | --host needs --to-file: a file with one recipient's address a line
            --host h --from a@b --to-file x --subscribers 5 | --subscribers does not go with --host: the recipients come from --to-file
            --host h --from a@b --to-file x --user u | --user and --password-env go together: the second names the environment variable with the password
            --host h --from a@b --to-file x --port 0 | --port is 1 to 65535, not 0
            --host h --from a --to-file x     | --from "a" is not an address: write it like news@example.net
            --host h --from @ --to-file x     | --from "@" is not an address: write it like news@example.net
            --host h --from a@b --to-file x --user u --password-env NONE | the environment has no variable NONE: export it with the password in it
            --host h --from a@b --to-file x   | x: there is no such file: give --to-file a file with one address a line
            --lanes 0                         | --lanes is 1 to 100, not 0
            --factor 0                        | --factor is 1 to 10000, not 0
            --subscribers 0                   | --subscribers is 1 to 1000000, not 0
            """)
    void refusesWithOneSentence(String arguments, String sentence) {
        Run run = Run.of(arguments.split(" ", -1));
        assertThat(run.exitCode).isEqualTo(ExitCode.USAGE);
        assertThat(run.err).isEqualToIgnoringNewLines("newsletter: " + sentence);
        assertThat(run.out).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"--lang de", "--starttls perhaps", "--factor fast", "--unknown", "stray"})
    void refusesWhatItCannotRead(String arguments) {
        Run run = Run.of(arguments.split(" ", -1));
        assertThat(run.exitCode).isEqualTo(ExitCode.USAGE);
        assertThat(run.err.lines()).hasSize(1);
    }

    @Test
    void explainsItself() {
        Run run = Run.of("--help");
        assertThat(run.exitCode).isZero();
        assertThat(run.out)
                .contains("--host", "--port", "--from", "--to-file", "--user", "--password-env", "--starttls")
                .contains(
                        "--lanes",
                        "--factor",
                        "--subscribers",
                        "--seed",
                        "--lang",
                        "--report",
                        "--journal",
                        "--resume",
                        "--on-unknown",
                        "--no-live");
    }

    @Test
    void saysThatAFolderIsNoFile(@TempDir Path folder) {
        Run run = Run.of("--host", "h", "--from", "a@b", "--to-file", folder.toString());
        assertThat(run.exitCode).isEqualTo(ExitCode.USAGE);
        assertThat(run.err)
                .isEqualToIgnoringNewLines(
                        "newsletter: " + folder + " cannot be read: give --to-file a text file that you may read");
    }
}
