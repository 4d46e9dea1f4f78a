/* SPDX-License-Identifier: Apache-2.0 */
package com.example.oldshop;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Sends one batch of mail in each way, all at the same time, and prints for each way a line: its name, the addresses that
 * were blamed, how many failures there were, and the first one.
 */
public final class OldShop {

    private OldShop() {}

    /**
     * Runs it.
     *
     * @param args one for each way: its name, {@code =}, and the port of its server
     * @throws Exception if it cannot even try
     */
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<String>> lines = new ArrayList<>();
            for (String arg : args) {
                int equals = arg.indexOf('=');
                Way way = Way.valueOf(arg.substring(0, equals));
                Desk desk = new Desk(Integer.parseInt(arg.substring(equals + 1)));
                lines.add(threads.submit(() -> line(way, desk)));
            }
            for (Future<String> line : lines) {
                out.println(line.get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static String line(Way way, Desk desk) {
        try {
            way.send(desk);
        } catch (Exception e) {
            desk.failed(e);
        }
        List<String> failures = desk.failures();
        String first = failures.isEmpty() ? "" : failures.get(0).replaceAll("\\s+", " ");
        return String.join("\t", way.name(), String.join(",", desk.blamed()), String.valueOf(failures.size()), first);
    }
}
