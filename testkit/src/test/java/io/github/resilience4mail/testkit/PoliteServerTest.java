/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class PoliteServerTest {

    @Test
    void acceptsAMessageForEachRecipientAndCountsIt() throws IOException {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder().start();
                RawClient client = RawClient.greeted(server)) {
            assertThat(client.deliver("1@x", "a@one.example", "b@two.example")).isEqualTo("250 2.0.0 Ok: queued as 1");
            assertThat(server.accepted())
                    .containsExactly(
                            new Accepted("<1@x>", "a@one.example", false),
                            new Accepted("<1@x>", "b@two.example", false));
            assertThat(client.ask("QUIT")).isEqualTo("221 2.0.0 Bye");
            assertThat(client.read()).isEqualTo("EOF");
        }
    }
}
