/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the shop's customers and operators see over HTTP while its mail server misbehaves. */
class ShopTest {

    private ScriptedSmtpServer server;
    private Shop shop;

    @BeforeEach
    void open() {
        server = MisbehavingServer.refusingLogin(2);
        shop = Shop.start(server);
    }

    @AfterEach
    void close() {
        shop.close();
        server.close();
    }

    @Test
    void confirmsAnOrderAlthoughTheServerIsBusyAtFirst() throws IOException, InterruptedException {
        assertThat(shop.order(MisbehavingServer.BUSY).status()).isEqualTo(201);
        assertThat(server.acceptedCount()).isEqualTo(1);
        assertThat(shop.get("/actuator/metrics/resilience4mail.delays").body()).contains("\"value\":1.0");
    }

    @Test
    void tellsTheCustomerThatThereIsNoSuchAddressAndStaysHealthy() throws IOException, InterruptedException {
        Answer answer = shop.order(MisbehavingServer.GONE);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains("please correct it").doesNotContain(MisbehavingServer.GONE, "550");
        assertThat(shop.get("/actuator/health").status()).isEqualTo(200);
    }

    @Test
    void isDownWithWhatToDoFromAWrongPasswordUntilItIsRepaired() throws IOException, InterruptedException {
        assertThat(shop.order(MisbehavingServer.ANNA).status()).isEqualTo(201);
        assertThat(shop.get("/actuator/health").status()).isEqualTo(200);

        assertThat(shop.order(MisbehavingServer.ANNA).status()).isEqualTo(503);
        Answer down = shop.get("/actuator/health");
        assertThat(down.status()).isEqualTo(503);
        assertThat(down.body()).contains("AUTH_FAILED", "Check mail.smtp.user").doesNotContain("hunter2");
        assertThat(shop.order(MisbehavingServer.ANNA).status()).isEqualTo(503);
        assertThat(server.logins()).isEqualTo(2);
        assertThat(shop.get("/actuator/mail").body()).contains("shop@" + server.host() + ":" + server.port());

        assertThat(shop.delete("/actuator/mail").status()).isEqualTo(204);
        assertThat(shop.order(MisbehavingServer.ANNA).status()).isEqualTo(201);
        assertThat(shop.get("/actuator/health").status()).isEqualTo(200);
    }

    @Test
    void showsAllOfItInOneRun() throws IOException, InterruptedException {
        ByteArrayOutputStream transcript = new ByteArrayOutputStream();
        try (var demonstration = Demonstration.start(new PrintStream(transcript, true, StandardCharsets.UTF_8))) {
            assertThat(demonstration.run())
                    .as(transcript.toString(StandardCharsets.UTF_8))
                    .isTrue();
        }
        assertThat(transcript.toString(StandardCharsets.UTF_8))
                .contains("All as it should be: 2 mails accepted, 4 logins.");
    }
}
