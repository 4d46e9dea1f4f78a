/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.endurance;

import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.testkit.Accepted;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares what a host has told with what the server has accepted, recipient by recipient. */
final class Audit {

    private final List<String> violations = new ArrayList<>();
    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    private final Map<Integer, Set<String>> messageIds = new HashMap<>();
    private final Map<Books.Told, List<Accepted>> accepted = new HashMap<>();
    private final Books books;
    private final ScriptedSmtpServer server;
    private int recipients;
    private int again;
    private int mayBeTwice;
    private long attempts;

    private Audit(Books books, ScriptedSmtpServer server) {
        this.books = books;
        this.server = server;
    }

    /** Looks at everything; the server has been closed, so that nothing comes any more. */
    static Audit of(Iterator<Letter> letters, Books books, ScriptedSmtpServer closed) {
        Audit audit = new Audit(books, closed);
        audit.readAccepted();
        Map<Integer, Letter> sent = new HashMap<>();
        letters.forEachRemaining(letter -> sent.put(letter.number(), letter));
        closed.messages().forEach(bytes -> audit.readMessage(bytes, sent));
        sent.values().forEach(audit::check);
        audit.checkTheWhole();
        return audit;
    }

    private void readAccepted() {
        for (Accepted one : server.accepted()) {
            accepted.computeIfAbsent(new Books.Told(one.messageId(), one.recipient()), key -> new ArrayList<>())
                    .add(one);
        }
    }

    /** One message as the server has it: whose, under which Message-ID, and whether it is whole. */
    private void readMessage(byte[] bytes, Map<Integer, Letter> sent) {
        String message = new String(bytes, StandardCharsets.ISO_8859_1);
        int number = Integer.parseInt(header(message, Letter.NUMBER));
        messageIds.computeIfAbsent(number, n -> new HashSet<>()).add(header(message, "Message-ID"));
        Letter letter = sent.get(number);
        int body = message.indexOf("\r\n\r\n") + 4;
        expect(letter != null && message.substring(body).equals(letter.text()), "letter %s is not whole", number);
    }

    private static String header(String message, String name) {
        int at = message.indexOf("\r\n" + name + ": ") + name.length() + 4;
        return message.substring(at, message.indexOf("\r\n", at));
    }

    private void check(Letter letter) {
        Set<String> ids = messageIds.computeIfAbsent(letter.number(), number -> new HashSet<>());
        for (String recipient : letter.recipients()) {
            recipients++;
            List<Ending> endings = books.endingsOf(letter, recipient);
            expect(endings.size() == 1, "letter %s to %s has the endings %s", letter.number(), recipient, endings);
            for (Ending ending : endings) {
                if (ending.messageId() != null) {
                    ids.add(ending.messageId());
                }
                check(ending);
            }
        }
        expect(ids.size() <= 1, "letter %s was sent as %s", letter.number(), ids);
    }

    private void check(Ending ending) {
        outcomes.merge(ending.outcome(), 1, Integer::sum);
        attempts += ending.attempts();
        Set<String> ids = messageIds.getOrDefault(ending.letter(), Set.of());
        List<Accepted> taken = ids.stream()
                .flatMap(id -> accepted.getOrDefault(new Books.Told(id, ending.recipient()), List.of()).stream())
                .toList();
        long withheld = taken.stream().filter(Accepted::withheld).count();
        long said = taken.size() - withheld;
        again += Math.max(0, taken.size() - 1);
        switch (ending.outcome()) {
            case DELIVERED -> checkDelivered(ending, taken, withheld);
            case UNKNOWN -> expect(said == 0, "%s was accepted, and the client was told: %s", ending, taken);
            case GIVEN_UP -> {
                expect(taken.isEmpty(), "%s was accepted: %s", ending, taken);
                boolean forGood =
                        ending.reply() != null && ending.reply().toString().contains(Faults.FOR_GOOD);
                expect(forGood, "%s was refused for now only", ending);
            }
            case DEFERRED -> expect(taken.isEmpty(), "%s was accepted: %s", ending, taken);
            case FIX_CONFIG -> {
                expect(taken.isEmpty(), "%s was accepted: %s", ending, taken);
                boolean refused = ending.words().contains(Faults.TO_FIX);
                expect(refused, "%s has nothing to fix", ending);
            }
        }
    }

    private void checkDelivered(Ending ending, List<Accepted> taken, long withheld) {
        expect(taken.size() - withheld == 1, "%s was accepted with a word %s", ending, taken);
        expect(!taken.isEmpty() && !taken.get(taken.size() - 1).withheld(), "%s ended in doubt: %s", ending, taken);
        if (ending.mayBeTwice() != null) {
            expect(
                    withheld == 0 || ending.mayBeTwice(),
                    "%s perhaps came twice, and nobody says so: %s",
                    ending,
                    taken);
            mayBeTwice += ending.mayBeTwice() ? 1 : 0;
        }
    }

    private void checkTheWhole() {
        expect(books.size() == recipients, "%s recipients have an ending, of %s", books.size(), recipients);
        expect(books.failures().isEmpty(), "futures failed: %s", books.failures());
        books.told().forEach((told, times) -> expect(times == 1, "%s was told %s times", told, times));
        if (!books.told().isEmpty()) {
            expect(
                    books.told().size() == recipients,
                    "%s were told of, of %s",
                    books.told().size(),
                    recipients);
        }
    }

    private void expect(boolean holds, String otherwise, Object... values) {
        // enough to see what it is
        if (!holds && violations.size() < 20) {
            violations.add(otherwise.formatted(values));
        }
    }

    List<String> violations() {
        return violations;
    }

    int count(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0);
    }

    /** How many recipients there were. */
    int recipients() {
        return recipients;
    }

    int logins() {
        return server.logins();
    }

    /** How often somebody was sent again what had been accepted, without a word to the client. */
    int again() {
        return again;
    }

    @Override
    public String toString() {
        return recipients + " recipients " + outcomes + ", accepted " + server.acceptedCount() + " (withheld "
                + server.withheld().size() + ", again " + again + ", reported " + mayBeTwice + "), attempts " + attempts
                + ", connections " + server.connections() + ", logins " + server.logins();
    }
}
