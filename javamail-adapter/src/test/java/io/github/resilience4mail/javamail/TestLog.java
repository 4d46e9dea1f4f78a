/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the tests of this virtual machine have logged so far, at all levels down to DEBUG. */
final class TestLog {

    private TestLog() {}

    static String read() throws IOException {
        return Files.readString(Path.of(System.getProperty("org.slf4j.simpleLogger.logFile")));
    }
}
