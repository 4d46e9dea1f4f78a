/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Where the report as a page is kept. */
final class ReportFile {

    private static final String NAME = "newsletter-report.html";

    private ReportFile() {}

    /** Beside the program's own classes, where the build keeps what can be made again. */
    static Path besideTheProgram() {
        try {
            Path classes = Path.of(ReportFile.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return classes.resolveSibling(NAME);
        } catch (URISyntaxException e) {
            return Path.of(NAME);
        }
    }

    /** Refuses a place where nothing can be written, before anything is sent. */
    static void check(Path file, Words words) throws UsageException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isWritable(folder) || Files.isDirectory(file)) {
            throw new UsageException(words.of("report.unwritable", file));
        }
    }

    /** Writes it whole or not at all: whoever looks at it meanwhile sees the one before. */
    static void write(Path file, String page) throws IOException {
        Path whole = file.toAbsolutePath();
        Path draft = whole.resolveSibling(whole.getFileName() + ".part");
        Files.writeString(draft, page);
        Files.move(draft, whole, StandardCopyOption.REPLACE_EXISTING);
    }
}
