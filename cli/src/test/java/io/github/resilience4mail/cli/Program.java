/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The program as it is called, in this process. */
final class Program {

    private final Map<String, String> environment;
    private final StopSignal stopSignal;

    private Program(Map<String, String> environment, StopSignal stopSignal) {
        this.environment = environment;
        this.stopSignal = stopSignal;
    }

    /** What a call has answered. */
    record Answer(int exitCode, String out, String err) {

        List<String> lines() {
            return out.lines().toList();
        }
    }

    static Program with(Map<String, String> environment) {
        return new Program(environment, new StopSignal());
    }

    static Program with(StopSignal stopSignal) {
        return new Program(Map.of(), stopSignal);
    }

    static Answer run(String... args) {
        return with(Map.of()).answer("", args);
    }

    static Answer runWithInput(String input, String... args) {
        return with(Map.of()).answer(input, args);
    }

    Answer answer(String input, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = Console.of(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out, err);
        int exitCode = Main.run(args, console, environment::get, stopSignal);
        return new Answer(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
