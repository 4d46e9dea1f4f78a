/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.springboot;

import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The shop as its customers see it: a running application, and a way to call it. */
final class Shop implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ConfigurableApplicationContext application;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final String address;

    private Shop(ConfigurableApplicationContext application) {
        this.application = application;
        this.address = "http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port");
    }

    /** Starts it, on a port that is free. */
    static Shop start(ScriptedSmtpServer mailServer) {
        return new Shop(new SpringApplicationBuilder(ShopApplication.class)
                .properties("server.address=127.0.0.1", "server.port=0")
                .properties("spring.mail.host=" + mailServer.host(), "spring.mail.port=" + mailServer.port())
                .run());
    }

    String address() {
        return address;
    }

    Answer order(String customer) throws IOException, InterruptedException {
        return call("POST", "/orders", orderOf(customer));
    }

    static String orderOf(String customer) {
        return "{\"customer\": \"" + customer + "\", \"item\": \"tea\"}";
    }

    Answer get(String path) throws IOException, InterruptedException {
        return call("GET", path, "");
    }

    Answer delete(String path) throws IOException, InterruptedException {
        return call("DELETE", path, "");
    }

    private Answer call(String method, String path, String json) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(json))
                .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    @Override
    public void close() {
        application.close();
    }
}
