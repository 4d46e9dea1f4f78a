/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.compatibility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program in a JVM of its own, with a class path of its own. */
final class Program {

    private static final int MAX_SECONDS = 45;

    private Program() {}

    /** Runs it, and gives the lines that it wrote to its output and, as a log, to its error output. */
    static List<String> run(ClassPath classPath, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", classPath.toString(), main.getName()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("program", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(MAX_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
                throw new IOException(main + " did not end: " + Files.readString(output));
            }
            return Files.readAllLines(output);
        } finally {
            Files.delete(output);
        }
    }
}
