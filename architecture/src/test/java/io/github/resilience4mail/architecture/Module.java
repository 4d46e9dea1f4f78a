/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A published module of the reactor, with the classes it was built to. */
record Module(Path folder) {

    /** The tests run in the folder of their module. */
    static final Path ROOT = Path.of("..");

    /** All modules that end up in a repository as a jar, also those that come after this was written. */
    static List<Module> published() {
        return Pom.in(ROOT).texts("modules", "module").stream()
                .map(name -> new Module(ROOT.resolve(name)))
                .filter(Module::isPublishedJar)
                .toList();
    }

    /** Those with anything in them yet. */
    static List<Module> withSources() {
        return published().stream().filter(module -> module.sources() > 0).toList();
    }

    static Module named(String name) {
        return new Module(ROOT.resolve(name));
    }

    /** The classes of all published modules. */
    static JavaClasses allClasses() {
        return AllClasses.IMPORTED;
    }

    private boolean isPublishedJar() {
        return !pom().text("packaging").orElse("jar").equals("pom")
                && !pom().text("properties", "maven.deploy.skip")
                        .orElse("false")
                        .equals("true");
    }

    Pom pom() {
        return Pom.in(folder);
    }

    JavaClasses classes() {
        return new ClassFileImporter().importPath(classesFolder());
    }

    private Path classesFolder() {
        return folder.resolve("target/classes");
    }

    /** How many source files there are. */
    long sources() {
        Path sources = folder.resolve("src/main/java");
        if (!Files.isDirectory(sources)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return folder.getFileName().toString();
    }

    /** Read once for all tests. */
    private static final class AllClasses {
        static final JavaClasses IMPORTED = new ClassFileImporter()
                .importPaths(withSources().stream().map(Module::classesFolder).toList());

        private AllClasses() {}
    }
}
