/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.wrapped;

import com.example.oldshop.OldShop;
import com.example.oldshop.Way;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One run of the program in a JVM of its own, with a server for each of its ways of sending. */
final class Run implements AutoCloseable {

    private static final int MAX_SECONDS = 120;

    private final Map<Way, Scenario> scenarios = new EnumMap<>(Way.class);
    private final Map<Way, ScriptedSmtpServer> servers = new EnumMap<>(Way.class);

    private Run() {
        for (Way way : Way.values()) {
            Scenario scenario = Scenario.of(way);
            scenarios.put(way, scenario);
            servers.put(way, scenario.builder().start());
        }
    }

    /** Runs it, and says what each way came to. */
    static List<Result> on(ClassPath classPath) throws IOException, InterruptedException {
        try (Run run = new Run()) {
            List<Result> results = new ArrayList<>();
            for (String line : run.execute(classPath)) {
                Result.Account account = Result.Account.parse(line);
                Scenario scenario = run.scenario(account.way());
                ScriptedSmtpServer server = run.server(account.way());
                int refusedLogins = scenario.passwordIsWrong() ? server.logins() : 0;
                results.add(new Result(scenario, server.accepted(), refusedLogins, account));
            }
            return results;
        }
    }

    private List<String> execute(ClassPath classPath) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", classPath.toString(), OldShop.class.getName()));
        servers.forEach((way, server) -> command.add(way.name() + "=" + server.port()));
        Path output = Files.createTempFile("oldshop", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("the old program did not end within " + MAX_SECONDS + " seconds");
            }
            if (process.exitValue() != 0) {
                throw new IOException("the old program ended with exit code " + process.exitValue());
            }
            return Files.readAllLines(output);
        } finally {
            Files.delete(output);
        }
    }

    private Scenario scenario(Way way) {
        return of(scenarios, way);
    }

    private ScriptedSmtpServer server(Way way) {
        return of(servers, way);
    }

    private static <T> T of(Map<Way, T> map, Way way) {
        T value = map.get(way);
        if (value == null) {
            throw new IllegalStateException("nobody knows " + way);
        }
        return value;
    }

    @Override
    public void close() {
        servers.values().forEach(ScriptedSmtpServer::close);
    }
}
