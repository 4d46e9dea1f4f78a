/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Input and output of the program, in UTF-8 whatever the locale says. */
record Console(BufferedReader in, PrintWriter out, PrintWriter err) {

    static Console of(InputStream in, OutputStream out, OutputStream err) {
        return new Console(
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)), writer(out), writer(err));
    }

    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8)));
    }

    /** One line that ends with LF on every system: JSON is read by programs. */
    void printLine(String line) {
        out.print(line);
        out.print('\n');
    }

    void flush() {
        out.flush();
        err.flush();
    }
}
