/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Directories of mail, also those in which a server keeps it (Maildir). */
final class MailFolders {

    private MailFolders() {}

    /**
     * What is to be read of a directory, in the order of names. Of a Maildir that is what has been delivered to it, read
     * or not, and its subfolders; neither what is just being delivered nor the files of its server.
     */
    static List<Path> children(Path directory) throws IOException {
        boolean maildir = isMaildir(directory);
        try (Stream<Path> children = Files.list(directory)) {
            // a link to a directory may lead in circles
            return children.filter(child -> !Files.isSymbolicLink(child) || Files.isRegularFile(child))
                    .filter(child -> !maildir || isOfMaildir(child))
                    .sorted(Comparator.comparing(MailFolders::name))
                    .toList();
        }
    }

    private static boolean isMaildir(Path directory) {
        return Files.isDirectory(directory.resolve("cur")) && Files.isDirectory(directory.resolve("new"));
    }

    private static boolean isOfMaildir(Path child) {
        String name = name(child);
        return Files.isDirectory(child) && (name.equals("cur") || name.equals("new") || isMaildir(child));
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
