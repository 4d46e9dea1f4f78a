/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.fuzz;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.resilience4mail.cli.CommandLineDoor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is promised about {@code explain --json}: for each line of input one line with one object. */
final class JsonLines {

    private static final JsonFactory JSON = new JsonFactory();
    private static final List<Integer> EXIT_CODES = List.of(0, 65);

    private JsonLines() {}

    /** The input is what comes in by standard input. */
    static void explain(byte[] input) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = CommandLineDoor.run(new ByteArrayInputStream(input), out, err, "explain", "--json");
        Promise.that(
                EXIT_CODES.contains(exitCode) && err.size() == 0,
                "exit code " + exitCode + ": " + err.toString(StandardCharsets.UTF_8));
        String answer = out.toString(StandardCharsets.UTF_8);
        Promise.that(answer.isEmpty() || answer.endsWith("\n"), "the last line has no end");
        List<String> lines = List.of(answer.split("\n", -1)).subList(0, answer.split("\n", -1).length - 1);
        long asked = new String(input, StandardCharsets.UTF_8).lines().count();
        Promise.that(lines.size() == asked, asked + " lines, but " + lines.size() + " answers");
        lines.forEach(JsonLines::check);
    }

    private static void check(String line) {
        Promise.printable(line, Integer.MAX_VALUE);
        try (JsonParser parser = JSON.createParser(line)) {
            Promise.that(parser.nextToken() == JsonToken.START_OBJECT, "not an object: " + line);
            parser.skipChildren();
            Promise.that(parser.nextToken() == null, "more than an object: " + line);
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }
}
