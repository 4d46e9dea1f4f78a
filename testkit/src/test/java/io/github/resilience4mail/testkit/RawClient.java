/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Lines in, lines out, and no knowledge of SMTP but where a reply ends. */
final class RawClient implements AutoCloseable {

    /** A server that does not answer is a failed test, not a hanging one. */
    private static final int PATIENCE_MILLIS = 20_000;

    private Socket socket;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
    }

    /** Connects, and reads nothing. */
    static RawClient to(ScriptedSmtpServer server) throws IOException {
        return new RawClient(new Socket(server.host(), server.port()));
    }

    static RawClient overTls(ScriptedSmtpServer server) throws IOException {
        return new RawClient(factory().createSocket(server.host(), server.port()));
    }

    private static SSLSocketFactory factory() {
        return ScriptedSmtpServer.clientSslContext().getSocketFactory();
    }

    /** Connects, and says EHLO. */
    static RawClient greeted(ScriptedSmtpServer server) throws IOException {
        RawClient client = to(server);
        client.read();
        client.ask("EHLO client.example");
        return client;
    }

    void startTls() throws IOException {
        SSLSocket secured = (SSLSocket) factory().createSocket(socket, "localhost", socket.getPort(), true);
        secured.startHandshake();
        socket = secured;
    }

    void patience(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    /** Sends bytes as they are. */
    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** Sends a command and reads the reply to it. */
    String ask(String command) throws IOException {
        send(command + "\r\n");
        return read();
    }

    /** The next reply, its lines joined by "|"; what there is of it, and "EOF", if the stream ends. */
    String read() throws IOException {
        StringBuilder reply = new StringBuilder();
        while (true) {
            String line = readLine();
            reply.append(line);
            if (line.equals("EOF") || line.length() < 4 || line.charAt(3) != '-') {
                return reply.toString();
            }
            reply.append('|');
        }
    }

    /** The next line without its end, in Latin-1. */
    String readLine() throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return line.toString(StandardCharsets.ISO_8859_1) + "EOF";
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** How many bytes one read brings. */
    int readSome(byte[] into) throws IOException {
        return socket.getInputStream().read(into);
    }

    /** Says MAIL, RCPT for each recipient and DATA, whatever is answered. */
    void envelope(String... recipients) throws IOException {
        ask("MAIL FROM:<sender@client.example>");
        for (String recipient : recipients) {
            ask("RCPT TO:<" + recipient + ">");
        }
        ask("DATA");
    }

    static String message(String id) {
        return "Subject: test\r\nMessage-ID: <" + id + ">\r\n\r\nHello\r\n.\r\n";
    }

    /** Sends a whole message and reads the final reply. */
    String deliver(String id, String... recipients) throws IOException {
        envelope(recipients);
        send(message(id));
        return read();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
