/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.compatibility;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A class path, put together from parts of this JVM's and from old jars. */
record ClassPath(List<Path> entries) {

    static ClassPath ofThisJvm() {
        String[] entries = System.getProperty("java.class.path", "").split(File.pathSeparator, -1);
        return new ClassPath(Arrays.stream(entries).map(Path::of).toList());
    }

    /** Jakarta Mail, Angus Mail, and what they need. */
    ClassPath onlyMail() {
        return select(ClassPath::isMail);
    }

    /** The tests, our modules, and what those need; not Jakarta Mail, nor libraries on top of it. */
    ClassPath withoutMail() {
        return select(entry -> !isMail(entry) && !isLibrary(entry));
    }

    ClassPath andThen(ClassPath others) {
        List<Path> all = new ArrayList<>(entries);
        all.addAll(others.entries);
        return new ClassPath(all);
    }

    /** Jars that the build has put aside. */
    static ClassPath ofOld(String... names) {
        List<Path> jars =
                Arrays.stream(names).map(name -> Path.of("target", "old", name)).toList();
        jars.stream().filter(Files::notExists).findAny().ifPresent(jar -> {
            throw new IllegalStateException(jar + " is missing: the build copies it there");
        });
        return new ClassPath(jars);
    }

    URL[] urls() throws MalformedURLException {
        URL[] urls = new URL[entries.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = entries.get(i).toUri().toURL();
        }
        return urls;
    }

    private ClassPath select(Predicate<Path> which) {
        return new ClassPath(entries.stream().filter(which).toList());
    }

    private static boolean isMail(Path entry) {
        String name = entry.getFileName().toString();
        return name.startsWith("angus-") || name.startsWith("jakarta.mail") || name.startsWith("jakarta.activation");
    }

    /** Camel, too, tells javax.mail and Jakarta Mail which transports there are. */
    private static boolean isLibrary(Path entry) {
        String name = entry.getFileName().toString();
        return name.startsWith("camel-") || name.startsWith("simple-java-mail");
    }

    @Override
    public String toString() {
        return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
