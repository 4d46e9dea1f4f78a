/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The shop, as its customers and its operators see it while the mail server misbehaves. */
class ShopTest {

    @Test
    void confirmsTheOrderThoughTheServerRefusesAtFirst() throws Exception {
        try (ShopRun shop = ShopRun.withRightPassword()) {
            HttpResponse<String> answer = shop.order("/orders", "ann@rcv.example");
            assertThat(answer.body()).isEqualTo("confirmed");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(shop.server().acceptedCount()).isEqualTo(1);
            assertThat(shop.get("/actuator/metrics/resilience4mail.attempts?tag=decision:retry")
                            .body())
                    .contains("\"value\":1.0");
        }
    }

    @Test
    void saysThatACustomerDoesNotExistAndStaysHealthy() throws Exception {
        try (ShopRun shop = ShopRun.withRightPassword()) {
            assertThat(shop.order("/orders", "ann@rcv.example").statusCode()).isEqualTo(200);
            HttpResponse<String> answer = shop.order("/orders", "gone@rcv.example");
            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body()).contains("550 5.1.1 No such user");
            assertThat(shop.order("/orders/async", "gone@rcv.example").body()).isEqualTo("not confirmed");
            assertThat(shop.order("/orders/async", "bob@rcv.example").body()).isEqualTo("confirmed");
            assertThat(shop.get("/actuator/health/mailDelivery").body()).contains("\"status\":\"UP\"");
            assertThat(shop.get("/actuator/mail").body()).contains("\"laneLimit\"");
        }
    }

    @Test
    void isDownWithTheActionWhileThePasswordIsWrongAndUpOnceItIsRepaired() throws Exception {
        try (ShopRun shop = ShopRun.withWrongPassword()) {
            HttpResponse<String> refused = shop.order("/orders", "ann@rcv.example");
            assertThat(refused.statusCode()).isEqualTo(502);
            assertThat(refused.body()).contains("535", "password").doesNotContain("battery staple");
            assertThat(shop.order("/orders", "ann@rcv.example").statusCode()).isEqualTo(502);
            assertThat(shop.server().logins())
                    .as("no second login with a refused password")
                    .isEqualTo(1);
            HttpResponse<String> down = shop.get("/actuator/health/mailDelivery");
            assertThat(down.statusCode()).isEqualTo(503);
            assertThat(down.body()).contains("\"status\":\"DOWN\"", "AUTH_FAILED", "Check mail.smtp.user");
            assertThat(shop.get("/actuator/mail").body()).contains("\"refusedLogins\":{\"shop@");
            shop.repairPassword();
            assertThat(shop.order("/orders", "ann@rcv.example").body()).isEqualTo("confirmed");
            HttpResponse<String> up = shop.get("/actuator/health/mailDelivery");
            assertThat(up.statusCode()).isEqualTo(200);
            assertThat(up.body()).contains("\"status\":\"UP\"");
        }
    }

    @Test
    void tellsTheWholeStoryInATranscript() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TranscriptApp.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .containsSubsequence(
                        "$ curl -d customer=ann@rcv.example http://shop/orders",
                        "200 confirmed",
                        "502 ",
                        "550 5.1.1",
                        "200 confirmed",
                        "resilience4mail.attempts",
                        "\"status\":\"UP\"",
                        "535",
                        "503 ",
                        "\"status\":\"DOWN\"",
                        "200 confirmed",
                        "\"status\":\"UP\"");
    }
}
