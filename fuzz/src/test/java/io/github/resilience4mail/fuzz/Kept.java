/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The inputs that are kept: those we thought of, those that Jazzer found, and each that once broke a promise. */
final class Kept {

    /** The tests run in the folder of their module. */
    private static final Path ROOT = Path.of("src/test/resources/io/github/resilience4mail/fuzz");

    private Kept() {}

    static Path folder(Target target) {
        return ROOT.resolve(target.folder());
    }

    /** In the order of their names, so that each run is the same. */
    static List<Path> files(Target target) {
        try (Stream<Path> files = Files.list(folder(target))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
