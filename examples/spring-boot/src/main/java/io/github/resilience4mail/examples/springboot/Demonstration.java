/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.springboot;

import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import java.io.IOException;
import java.io.PrintStream;

/** A conversation with the shop, printed as it goes, with a look at what every answer should be. */
final class Demonstration implements AutoCloseable {

    private static final String HEALTH = "/actuator/health";
    private static final String MAIL = "/actuator/mail";
    private static final String METERS = "/actuator/metrics/resilience4mail.";

    private final PrintStream out;
    private final ScriptedSmtpServer server;
    private final Shop shop;
    private boolean good = true;

    private Demonstration(PrintStream out, ScriptedSmtpServer server, Shop shop) {
        this.out = out;
        this.server = server;
        this.shop = shop;
    }

    static Demonstration start(PrintStream out) {
        ScriptedSmtpServer server = MisbehavingServer.refusingLogin(3);
        return new Demonstration(out, server, Shop.start(server));
    }

    /** Whether all went as it should. */
    boolean run() throws IOException, InterruptedException {
        busyServer();
        deadAddress();
        wrongPassword();
        repaired();
        meters();
        out.println();
        out.println(
                good
                        ? "All as it should be: " + server.acceptedCount() + " mails accepted, " + server.logins()
                                + " logins."
                        : "Not all was as it should be: see the lines with !!");
        return good;
    }

    private void busyServer() throws IOException, InterruptedException {
        title(
                "The server says 451 to the first attempt. The shop waits a second and tries again; the customer notices nothing.");
        order(MisbehavingServer.BUSY, 201, "confirmed");
        get(HEALTH, 200, "\"mailDelivery\":{\"status\":\"UP\"}");
    }

    private void deadAddress() throws IOException, InterruptedException {
        title(
                "The server says 550: there is no such mailbox. Nothing is tried again, and the shop can tell the customer.");
        order(MisbehavingServer.GONE, 422, "please correct it");
    }

    private void wrongPassword() throws IOException, InterruptedException {
        title("The server says 535: the password is wrong. Health is DOWN, and says what to do.");
        order(MisbehavingServer.ANNA, 503, "try again later");
        get(HEALTH, 503, "DOWN", "AUTH_FAILED");
        int logins = server.logins();
        title("With this password nobody logs in again, lest the account be locked.");
        order(MisbehavingServer.ANNA, 503, "try again later");
        check(server.logins() == logins, "there was another login");
        get(MAIL, 200, "refusedLogins", "AUTH_FAILED");
    }

    private void repaired() throws IOException, InterruptedException {
        title("Somebody repairs the account at the provider's, and tells the shop. Health is UP.");
        show("curl -X DELETE " + shop.address() + MAIL, shop.delete(MAIL), 204);
        order(MisbehavingServer.ANNA, 201, "confirmed");
        get(HEALTH, 200, "\"mailDelivery\":{\"status\":\"UP\"}");
    }

    private void meters() throws IOException, InterruptedException {
        title("What was counted.");
        get(METERS + "attempts", 200, "measurements");
        get(METERS + "recipients?tag=outcome:delivered", 200, "\"value\":2.0");
        get(METERS + "recipients?tag=outcome:given_up", 200, "unknown_recipient");
        get(METERS + "delays", 200, "\"value\":1.0");
        get(METERS + "logins.refused", 200, "\"value\":1.0");
    }

    private void order(String customer, int status, String... texts) throws IOException, InterruptedException {
        String command = "curl -X POST -H 'Content-Type: application/json' -d '" + Shop.orderOf(customer) + "' "
                + shop.address() + "/orders";
        show(command, shop.order(customer), status, texts);
    }

    private void get(String path, int status, String... texts) throws IOException, InterruptedException {
        show("curl '" + shop.address() + path + "'", shop.get(path), status, texts);
    }

    private void title(String text) {
        out.println();
        out.println("== " + text);
    }

    private void show(String command, Answer answer, int status, String... texts) {
        out.println("$ " + command);
        out.println("  " + answer.status() + " " + answer.body());
        check(answer.is(status, texts), "expected " + status + " with " + String.join(", ", texts));
    }

    private void check(boolean asExpected, String otherwise) {
        if (!asExpected) {
            good = false;
            out.println("  !! " + otherwise);
        }
    }

    @Override
    public void close() {
        shop.close();
        server.close();
    }
}
