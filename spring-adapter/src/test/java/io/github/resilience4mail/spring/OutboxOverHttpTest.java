/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;

/** The guide's requests to the endpoint, over HTTP, in a web application that takes mail in and does not send it. */
@Tag("applications")
class OutboxOverHttpTest {

    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");

    private static ScriptedSmtpServer server;
    private static ConfigurableApplicationContext application;

    /** JPA, which is on the class path for others, only costs time here. */
    @EnableAutoConfiguration(
            excludeName = {
                "org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration",
                "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration"
            })
    static class Application {}

    @BeforeAll
    static void start() {
        server = ScriptedSmtpServer.builder().start();
        List<String> properties = new ArrayList<>(List.of(Contexts.propertiesFor(server)));
        properties.addAll(List.of(
                "spring.main.banner-mode=off",
                "logging.level.root=warn",
                "spring.data.jpa.repositories.enabled=false",
                "server.port=0",
                "server.address=127.0.0.1",
                "management.endpoints.web.exposure.include=mailoutbox",
                "spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID(),
                "resilience4mail.outbox.enabled=true",
                "resilience4mail.outbox.initialize-schema=true",
                "resilience4mail.outbox.send=false"));
        application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.SERVLET)
                .properties(properties.toArray(String[]::new))
                .run();
    }

    @AfterAll
    static void stop() {
        application.close();
        server.close();
    }

    @BeforeEach
    void enqueue() {
        JdbcTemplate database = application.getBean(JdbcTemplate.class);
        for (String table : List.of("attempt", "recipient", "message", "destination")) {
            database.update("delete from outbox_" + table);
        }
        SimpleMailMessage message = new SimpleMailMessage();
        message.setFrom("shop@client.example");
        message.setTo("ada@rcv.example", "bob@rcv.example");
        message.setText("Hello");
        application.getBean(JavaMailSender.class).send(message);
    }

    private static HttpResponse<String> request(String method, String path, String body) throws Exception {
        String port = application.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/mailoutbox" + path));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return HttpClient.newHttpClient()
                .send(request.method(method, BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private static String answer(String method, String path, String body) throws Exception {
        HttpResponse<String> response = request(method, path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    private static String get(String path) throws Exception {
        return answer("GET", path, "");
    }

    private static String post(String path, String action) throws Exception {
        return answer("POST", path, "{\"action\": \"" + action + "\"}");
    }

    /** The number of the first. */
    private static String id() throws Exception {
        Matcher matcher = ID.matcher(get(""));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static String destination() {
        return server.host() + ":" + server.port();
    }

    @Test
    void theOverviewTellsDepthParkingAndRecipients() throws Exception {
        assertThat(get(""))
                .startsWith("{\"depth\":[{\"destination\":\"" + destination()
                        + "\",\"state\":\"QUEUED\",\"recipients\":2,\"oldestSeconds\":")
                .contains(
                        "\"parked\":[],\"recipients\":[{\"id\":",
                        "\"address\":\"ada@rcv.example\"",
                        "\"address\":\"bob@rcv.example\"");
    }

    @Test
    void recipientsAreFilteredAndPaged() throws Exception {
        assertThat(get("?state=PARKED")).endsWith("\"recipients\":[]}");
        assertThat(get("?state=queued&limit=1")).contains("ada@").doesNotContain("bob@");
        assertThat(get("?after=" + id())).contains("bob@").doesNotContain("ada@");
        assertThat(get("?destination=elsewhere")).endsWith("\"recipients\":[]}");
        assertThat(get("?destination=" + destination())).contains("ada@", "bob@");
    }

    @Test
    void oneRecipientIsShownWithItsAttempts() throws Exception {
        assertThat(get("/" + id()))
                .startsWith("{\"recipient\":{\"id\":")
                .containsPattern("\"createdAt\":\"\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z\"")
                .endsWith("\"attempts\":[]}");
        assertThat(request("GET", "/1", "").statusCode()).isEqualTo(404);
    }

    @Test
    void aRecipientIsParkedReleasedRetriedAndCancelled() throws Exception {
        String path = "/" + id();
        assertThat(post(path, "park")).isEqualTo("{\"changed\":1}");
        assertThat(post(path, "retry")).isEqualTo("{\"changed\":0}");
        assertThat(get("?state=PARKED")).contains("ada@");
        assertThat(post(path, "release")).isEqualTo("{\"changed\":1}");
        assertThat(post(path, "retry")).isEqualTo("{\"changed\":1}");
        assertThat(post(path, "cancel")).isEqualTo("{\"changed\":1}");
        assertThat(get(path)).contains("\"state\":\"CANCELLED\"");
        assertThat(answer("DELETE", "?retention=30d", "")).isEqualTo("{\"changed\":0}");
        assertThat(answer("DELETE", "?retention=0s", "")).isEqualTo("{\"changed\":1}");
        assertThat(request("GET", path, "").statusCode()).isEqualTo(404);
    }

    @Test
    void theAccountAndADestinationAreParkedAndReleased() throws Exception {
        assertThat(post("", "park")).isEqualTo("{\"changed\":1}");
        assertThat(get("")).contains("\"parked\":[{\"destination\":\"*\",");
        assertThat(post("", "probe")).isEqualTo("{\"changed\":1}");
        assertThat(post("", "release")).isEqualTo("{\"changed\":0}");
        application
                .getBean(JdbcTemplate.class)
                .update("update outbox_recipient set due_at = due_at + 3600000 where address like 'ada@%'");
        assertThat(post("", "retry")).isEqualTo("{\"changed\":1}");
        String body = "{\"action\": \"%s\", \"destination\": \"" + destination() + "\"}";
        assertThat(answer("POST", "", body.formatted("park"))).isEqualTo("{\"changed\":1}");
        assertThat(get("")).contains("\"parked\":[{\"destination\":\"" + destination() + "\",");
        assertThat(answer("POST", "", body.formatted("release"))).isEqualTo("{\"changed\":1}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | ?limit=0 |",
                "GET | ?state=lost |",
                "GET | /ada |",
                "POST | | {\"action\": \"explode\"}",
                "POST | | {\"action\": \"cancel\"}",
                "POST | | {}",
                "POST | /1 | {\"action\": \"probe\"}",
                "DELETE | | ",
                "DELETE | ?retention=ever | ",
                "DELETE | ?retention=-1d | ",
            })
    void whatMakesNoSenseIsABadRequest(String method, String path, String body) throws Exception {
        HttpResponse<String> response = request(method, path == null ? "" : path, body == null ? "" : body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(get("")).contains("\"recipients\":2");
    }
}
