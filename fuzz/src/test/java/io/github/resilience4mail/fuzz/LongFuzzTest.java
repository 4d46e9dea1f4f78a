/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lets Jazzer look for inputs that break a promise, in a virtual machine of its own. {@code docs/fuzzing.md} */
@Tag("long")
class LongFuzzTest {

    /** For all targets together. */
    private static final int SECONDS = Integer.getInteger("fuzz.seconds", 600);

    private static final int SECONDS_FOR_EACH = Math.max(1, SECONDS / Target.values().length);
    /** To start, and to end with the input at hand. */
    private static final int SECONDS_BESIDES = 300;

    /** Jazzer sees which way an input takes in these; the first are ours, the others read for us. */
    private static final String SEEN = "io.github.resilience4mail.**:org.snakeyaml.engine.**:jakarta.mail.internet.**";

    private static final Pattern EXECUTIONS = Pattern.compile("stat::number_of_executed_units: (\\d+)");

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 1, unit = TimeUnit.DAYS)
    void jazzerFindsNothing(Target target) throws IOException, InterruptedException {
        Path folder = Path.of("target/fuzz", target.folder());
        Path found = Files.createDirectories(folder.resolve("found"));

        String log = jazzer(
                folder.resolve("fuzz.log"),
                target,
                "-max_total_time=" + SECONDS_FOR_EACH,
                "-timeout=20",
                "-max_len=8192",
                "-print_final_stats=1",
                "-artifact_prefix=" + folder + "/finding-",
                found.toString(),
                Kept.folder(target).toString());
        Matcher executions = EXECUTIONS.matcher(log);
        assertThat(executions.find()).as("Jazzer reports what it did:\n%s", log).isTrue();
        System.out.println(target + ": " + executions.group(1) + " executions in " + SECONDS_FOR_EACH + " s");
    }

    private static String jazzer(Path log, Target target, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+EnableDynamicAgentLoading",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + JazzerEntry.class.getName(),
                "--target_args=" + target,
                "--instrumentation_includes=" + SEEN,
                "--reproducer_path=" + log.getParent()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            boolean ended = process.waitFor(SECONDS_FOR_EACH + SECONDS_BESIDES, TimeUnit.SECONDS);
            String output = Files.readString(log, StandardCharsets.ISO_8859_1);
            assertThat(ended).as("Jazzer ends in time:\n%s", output).isTrue();
            assertThat(process.exitValue())
                    .as("Jazzer finds nothing; the log is %s, the input lies beside it:\n%s", log, finding(output))
                    .isZero();
            return output;
        } finally {
            process.destroyForcibly();
        }
    }

    private static String finding(String output) {
        int at = output.indexOf("\n== ");
        return at < 0 ? output : output.substring(at, Math.min(output.length(), at + 3_000));
    }
}
