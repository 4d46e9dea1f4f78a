/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.springboot;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * The shop, running beside a mail server of its own that misbehaves: the first customer is refused for now, the customer
 * {@code gone@rcv.example} does not exist, and the password is wrong until it is {@linkplain #repairPassword() repaired}.
 */
final class ShopRun implements AutoCloseable {

    /** The password that the mail server knows. */
    private static final String PASSWORD = "correct horse";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ScriptedSmtpServer server;
    private final ConfigurableApplicationContext shop;
    private final HttpClient http = HttpClient.newHttpClient();

    private ShopRun(String password) {
        server = ScriptedSmtpServer.builder()
                .user("shop", PASSWORD)
                .requireAuth()
                .on(SmtpPhase.RCPT, Occurrence.first(), Action.reply("451 4.3.0 Try again"))
                .on(SmtpPhase.RCPT, Occurrence.every().to("gone@rcv.example"), Action.reply("550 5.1.1 No such user"))
                .start();
        shop = SpringApplication.run(
                ShopApplication.class,
                "--spring.mail.host=" + server.host(),
                "--spring.mail.port=" + server.port(),
                "--spring.mail.password=" + password);
    }

    static ShopRun withRightPassword() {
        return new ShopRun(PASSWORD);
    }

    static ShopRun withWrongPassword() {
        return new ShopRun("battery staple");
    }

    /** As an application does that reads its password anew. */
    void repairPassword() {
        shop.getBean(JavaMailSenderImpl.class).setPassword(PASSWORD);
    }

    /** As an application does whose password has become a wrong one. */
    void spoilPassword() {
        shop.getBean(JavaMailSenderImpl.class).setPassword("battery staple");
    }

    ScriptedSmtpServer server() {
        return server;
    }

    /** What an order gets for an answer. */
    HttpResponse<String> order(String path, String customer) throws IOException, InterruptedException {
        String form = "customer=" + URLEncoder.encode(customer, StandardCharsets.UTF_8);
        return http.send(
                request(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
    }

    /** What is at a path. */
    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        String port = shop.getEnvironment().getProperty("local.server.port");
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE);
    }

    @Override
    public void close() {
        shop.close();
        server.close();
    }
}
