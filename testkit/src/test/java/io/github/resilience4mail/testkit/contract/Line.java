/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import io.github.resilience4mail.smtp.SmtpReply;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An SMTP connection without any sense of its own: commands out, replies in. */
final class Line implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final BufferedReader in;

    Line(String host, int port) throws IOException {
        socket = new Socket(host, port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    SmtpReply ask(String command) throws IOException {
        send(command + "\r\n");
        return read();
    }

    /** The next reply, whole. */
    SmtpReply read() throws IOException {
        List<String> lines = new ArrayList<>();
        String line = in.readLine();
        while (line != null) {
            lines.add(line);
            if (line.length() < 4 || line.charAt(3) != '-') {
                return whole(lines);
            }
            line = in.readLine();
        }
        throw new EOFException("the server closed the connection after " + lines);
    }

    private static SmtpReply whole(List<String> lines) throws IOException {
        SmtpReply reply = SmtpReply.parse(String.join("\n", lines));
        if (!lines.get(0).matches("[2-5][0-9]{2}.*")) {
            throw new IOException("not a reply: " + reply);
        }
        return reply;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // gone either way
        }
    }
}
