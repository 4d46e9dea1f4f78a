/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.smtp.SmtpPhase;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that reads nothing more, in contrast to one that only says nothing more. */
@Timeout(60)
class FreezeTest {

    /** More than any buffers hold that lie between two processes of one machine. */
    private static final long PLENTY = 64L * 1024 * 1024;

    private static final long QUIET_MILLIS = 250;

    @Test
    void letsTheClientsWritesGetStuck() throws IOException {
        assertThat(taken(Action.freeze())).isLessThan(PLENTY);
    }

    @Test
    void isNotWhatAStallDoes() throws IOException {
        assertThat(taken(Action.stall())).isEqualTo(PLENTY);
    }

    @Test
    void endsWhenTheServerIsClosed() throws IOException {
        ScriptedSmtpServer server = frozen(Action.freeze());
        try (RawClient client = RawClient.to(server)) {
            Waiting.until(() -> server.openConnections() == 1);
            server.close();
            assertThat(client.read()).isEqualTo("EOF");
        }
        assertThat(server.openConnections()).isZero();
    }

    private static ScriptedSmtpServer frozen(Action action) {
        return ScriptedSmtpServer.builder()
                .on(SmtpPhase.CONNECT, Occurrence.first(), action)
                .start();
    }

    /** How many bytes can be written until no more can be for a while. */
    private static long taken(Action action) throws IOException {
        try (ScriptedSmtpServer server = frozen(action);
                SocketChannel channel = SocketChannel.open(new InetSocketAddress(server.host(), server.port()));
                Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_WRITE);
            long written = 0;
            while (written < PLENTY && selector.select(QUIET_MILLIS) > 0) {
                selector.selectedKeys().clear();
                written += channel.write(ByteBuffer.allocate((int) Math.min(1 << 20, PLENTY - written)));
            }
            return written;
        }
    }
}
