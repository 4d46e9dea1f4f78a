/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.springboot;

import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpResponse;

/** Runs the shop against a mail server that misbehaves, and prints each call, its answer and the log between them. */
public final class TranscriptApp {

    private final ShopRun shop;
    private final PrintStream out;

    private TranscriptApp(ShopRun shop, PrintStream out) {
        this.shop = shop;
        this.out = out;
    }

    /**
     * Runs it.
     *
     * @param arguments none
     * @throws IOException if the shop does not answer
     * @throws InterruptedException if interrupted
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        print(System.out);
    }

    static void print(PrintStream out) throws IOException, InterruptedException {
        try (ShopRun shop = ShopRun.withRightPassword()) {
            new TranscriptApp(shop, out).run();
        }
    }

    private void run() throws IOException, InterruptedException {
        out.println("# The mail server says 451 once, and then takes the message: the customer notices nothing.");
        order("/orders", "ann@rcv.example");
        out.println("# There is no such customer: 550.");
        order("/orders", "gone@rcv.example");
        out.println("# Without a thread that waits.");
        order("/orders/async", "bob@rcv.example");
        get("/actuator/metrics/resilience4mail.attempts");
        get("/actuator/metrics/resilience4mail.recipients");
        get("/actuator/health/mailDelivery");
        out.println("# The password is changed to a wrong one: 535.");
        shop.spoilPassword();
        order("/orders", "ann@rcv.example");
        get("/actuator/health/mailDelivery");
        get("/actuator/mail");
        out.println("# The password is repaired.");
        shop.repairPassword();
        order("/orders", "ann@rcv.example");
        get("/actuator/health/mailDelivery");
    }

    private void order(String path, String customer) throws IOException, InterruptedException {
        out.println("$ curl -d customer=" + customer + " http://shop" + path);
        print(shop.order(path, customer));
    }

    private void get(String path) throws IOException, InterruptedException {
        out.println("$ curl http://shop" + path);
        print(shop.get(path));
    }

    private void print(HttpResponse<String> answer) {
        out.println(answer.statusCode() + " " + answer.body());
        out.println();
    }
}
