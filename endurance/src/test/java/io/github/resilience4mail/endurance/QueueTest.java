/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** However many messages are to be sent, the bulk sender holds only those that it has room for. */
class QueueTest {

    /** Without back-pressure, fifty thousand messages would need more than twice that. */
    private static final String HEAP = "-Xmx64m";

    @TempDir
    Path folder;

    @Test
    @Timeout(120)
    void fiftyThousandMessagesFitIntoASmallHeap() throws Exception {
        send(50_000, 110);
    }

    @Test
    @Tag("long")
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void aMillionMessagesFitIntoASmallHeap() throws Exception {
        send(1_000_000, 1_100);
    }

    private void send(int count, int seconds) throws IOException, InterruptedException {
        Path log = folder.resolve("newsletter.log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        // found once, instead of in all jars for each message
                        "-Djakarta.mail.util.StreamProvider=org.eclipse.angus.mail.util.MailStreamProvider",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Newsletter.class.getName(),
                        String.valueOf(count))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
            String output = Files.readString(log, StandardCharsets.UTF_8);
            assertThat(ended).as("it ends in time: %s", output).isTrue();
            assertThat(process.exitValue()).as("it ends well: %s", output).isZero();
            System.out.print(output);
        } finally {
            process.destroyForcibly();
        }
    }
}
