/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.endurance;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * One message of a run: all of it follows from its number and the seed of the run.
 *
 * @param number from 1
 * @param recipients one to four; some get other letters too
 * @param lines how long its text is
 */
record Letter(int number, List<String> recipients, int lines) {

    /** By which the server's copy is recognised, whatever its Message-ID is. */
    static final String NUMBER = "X-Letter";

    private static final int DOMAINS = 20;
    private static final int SHARED = 50;

    /** The letters of a run, made as they are asked for. */
    static Iterator<Letter> several(int count, long seed) {
        return IntStream.rangeClosed(1, count).mapToObj(n -> of(n, seed)).iterator();
    }

    static Letter of(int number, long seed) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
        int count = 1 + random.nextInt(4);
        List<String> recipients = new ArrayList<>();
        while (recipients.size() < count) {
            String domain = "@d" + random.nextInt(DOMAINS) + ".example";
            boolean shared = random.nextInt(4) == 0;
            String name = shared ? "all" + random.nextInt(SHARED) : "r" + number + "-" + recipients.size();
            if (!recipients.contains(name + domain)) {
                recipients.add(name + domain);
            }
        }
        // one in fifty does not fit into the sockets' buffers at once
        int lines = random.nextInt(50) == 0 ? 2_000 : 1 + random.nextInt(20);
        return new Letter(number, recipients, lines);
    }

    MimeMessage message(Session session) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress("sender@client.example"));
        for (String recipient : recipients) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(recipient));
        }
        message.setSubject("Letter " + number);
        message.setHeader(NUMBER, String.valueOf(number));
        message.setText(text());
        return message;
    }

    /** With dots where they have to be doubled on the wire. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (int line = 1; line <= lines; line++) {
            text.append(line % 3 == 0 ? ".\r\n" : "Line " + line + " of letter " + number + ".\r\n");
        }
        return text.append("The end of letter ").append(number).append(".\r\n").toString();
    }
}
