/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.springboot;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Runs the shop against a mail server that misbehaves, asks it for orders over HTTP, and prints what it answers. */
public final class SpringBootApp {

    private SpringBootApp() {}

    /**
     * Runs it; the process ends with 1 if something went otherwise than it should.
     *
     * @param args none
     * @throws Exception if the shop cannot be reached
     */
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        out.println(
                "A Spring Boot shop confirms orders by mail, with resilience4mail-spring-boot-starter on its class path.");
        out.println("Its mail server misbehaves. It takes a few seconds.");
        boolean good;
        try (Demonstration demonstration = Demonstration.start(out)) {
            good = demonstration.run();
        }
        if (!good) {
            System.exit(1);
        }
    }
}
