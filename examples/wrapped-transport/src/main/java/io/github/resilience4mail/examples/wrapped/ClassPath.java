/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.wrapped;

import io.github.resilience4mail.javamail.RetryingSmtpProvider;
import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The class path of this process, for other processes.
 *
 * @param entries jars and folders, in order
 */
record ClassPath(List<Path> entries) {

    /** Maven runs programs in its own process, and gives them a class loader of their own. */
    static ClassPath ofThisProcess() throws URISyntaxException {
        if (ClassPath.class.getClassLoader() instanceof URLClassLoader loader) {
            List<Path> entries =
                    Arrays.stream(loader.getURLs()).map(ClassPath::path).toList();
            return new ClassPath(entries);
        }
        String[] entries = System.getProperty("java.class.path", "").split(File.pathSeparator, -1);
        return new ClassPath(Arrays.stream(entries).map(Path::of).toList());
    }

    /** The same without the one jar, or folder, that has our transport. */
    ClassPath withoutAdapter() throws URISyntaxException {
        Path adapter = path(
                RetryingSmtpProvider.class.getProtectionDomain().getCodeSource().getLocation());
        return new ClassPath(
                entries.stream().filter(entry -> !entry.equals(adapter)).toList());
    }

    private static Path path(URL url) {
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(url + " is no place in the file system", e);
        }
    }

    /** As {@code java -cp} wants it. */
    @Override
    public String toString() {
        return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
