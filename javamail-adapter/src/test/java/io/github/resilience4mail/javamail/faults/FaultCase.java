/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail.faults;

import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.javamail.faults.Fault.Course;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One row of the matrix: what the server does, and what becomes of each recipient. Its name is a sentence. */
final class FaultCase {

    static final String A = "a@rcv.example";
    static final String B = "b@rcv.example";
    static final String C = "c@rcv.example";
    static final String USER = "user@client.example";
    static final String PASSWORD = "correct-horse";

    /** Makes the message to be sent. */
    @FunctionalInterface
    interface MessageMaker {
        /** The recipients are given on top; the message's own do not count. */
        MimeMessage make(Session session) throws MessagingException;
    }

    private final String name;
    private final List<Fault> faults = new ArrayList<>();
    private final Map<String, Object> properties = new LinkedHashMap<>();
    private final Map<String, Fate> fates = new LinkedHashMap<>();
    private final Set<Course> courses = EnumSet.of(Course.LASTING, Course.PASSING);
    private final List<String> mistakes = new ArrayList<>();
    private final List<String> mentioned = new ArrayList<>();
    private UnaryOperator<ScriptedSmtpServer.Builder> server = UnaryOperator.identity();
    private MessageMaker message = Mails::plain;
    private @Nullable Fate connection;
    private Class<? extends MessagingException> thrown = MessagingException.class;
    private boolean login;
    private boolean redirected;
    private int attempts = 1;

    private FaultCase(String name) {
        this.name = name;
    }

    static FaultCase named(String name) {
        return new FaultCase(name);
    }

    /** A reply in a phase, and nothing else: everybody has the same fate. */
    static FaultCase answered(SmtpPhase phase, String reply, Fate fate) {
        String[] lines = reply.split("\n", -1);
        String[] more = List.of(lines).subList(1, lines.length).toArray(String[]::new);
        return named(phase + " is answered \"" + String.join(" / ", lines) + "\"")
                .when(phase, phase == SmtpPhase.RCPT ? 2 : 1, Action.reply(lines[0], more))
                .everybody(fate);
    }

    /** The server does this in every transaction or connection. */
    FaultCase when(SmtpPhase phase, Action action) {
        return add(new Fault(phase, 1, null, 1, action));
    }

    /** The server does this several times in each attempt. */
    FaultCase when(SmtpPhase phase, int perAttempt, Action action) {
        return add(new Fault(phase, 1, null, perAttempt, action));
    }

    /** The server does this the second time that a connection comes to a phase. */
    FaultCase whenAgain(SmtpPhase phase, Action action) {
        return add(new Fault(phase, 2, null, 1, action));
    }

    /** The server answers one recipient like this. */
    FaultCase whenTo(String recipient, Action action) {
        return add(new Fault(SmtpPhase.RCPT, 1, recipient, 1, action));
    }

    private FaultCase add(Fault fault) {
        faults.add(fault);
        return this;
    }

    FaultCase with(String property, Object value) {
        properties.put(property, value);
        return this;
    }

    /** A property that is the fault itself: without it everything would be well. */
    FaultCase withMistake(String property, Object value) {
        mistakes.add(property);
        return with(property, value);
    }

    FaultCase server(UnaryOperator<ScriptedSmtpServer.Builder> more) {
        UnaryOperator<ScriptedSmtpServer.Builder> before = server;
        server = builder -> more.apply(before.apply(builder));
        return this;
    }

    /** STARTTLS is offered and demanded, and the server is trusted. */
    FaultCase startTls() {
        return server(ScriptedSmtpServer.Builder::startTls)
                .with("mail.smtp.starttls.required", "true")
                .with(
                        "mail.smtp.ssl.socketFactory",
                        ScriptedSmtpServer.clientSslContext().getSocketFactory());
    }

    /** The client has an account, and the right password. */
    FaultCase login() {
        login = true;
        return server(builder -> builder.user(USER, PASSWORD).requireAuth()).with("mail.smtp.auth", "true");
    }

    /** The client has a user's name and a password, and the server knows nothing of it. */
    FaultCase credentials() {
        login = true;
        return this;
    }

    /** Whatever the port, the connection goes to the server, and minutes take fractions of a second. */
    FaultCase redirected() {
        redirected = true;
        return this;
    }

    /** Minutes on the wire take fractions of a second, so that a stalling server is noticed soon. */
    FaultCase hurried() {
        return with("mail.smtp.socketFactory", new HurriedSocketFactory(0));
    }

    FaultCase message(MessageMaker maker) {
        message = maker;
        return this;
    }

    /** One refusal keeps the message from everybody. */
    FaultCase allOrNobody() {
        return with("mail.smtp.sendpartial", "false");
    }

    /** Two recipients have the same fate. */
    FaultCase everybody(Fate fate) {
        return leaves(A, fate).leaves(B, fate);
    }

    FaultCase leaves(String recipient, Fate fate) {
        fates.put(recipient, fate);
        return this;
    }

    /** No connection comes about; in a message that needs one, this is everybody's fate. */
    FaultCase noConnection(Fate fate) {
        connection = fate;
        courses.add(Course.ON_RECONNECT);
        return everybody(fate);
    }

    /** What {@code connect} throws, for those who catch by type. */
    FaultCase throwing(Class<? extends MessagingException> type) {
        thrown = type;
        return this;
    }

    /** The text of the exception mentions this too. */
    FaultCase mentioning(String... words) {
        mentioned.addAll(List.of(words));
        return this;
    }

    /** Only these courses make sense. */
    FaultCase only(Course first, Course... more) {
        courses.retainAll(EnumSet.of(first, more));
        return this;
    }

    /** More than one attempt is made although nobody waits: the server asks for it. */
    FaultCase attempts(int number) {
        attempts = number;
        return this;
    }

    String name() {
        return name;
    }

    List<Fault> faults() {
        return faults;
    }

    Map<String, Object> properties() {
        return properties;
    }

    UnaryOperator<ScriptedSmtpServer.Builder> server() {
        return server;
    }

    MessageMaker message() {
        return message;
    }

    List<String> recipients() {
        return List.copyOf(fates.keySet());
    }

    Fate fate(String recipient) {
        Fate fate = fates.get(recipient);
        if (fate == null) {
            throw new IllegalArgumentException(name + " says nothing about " + recipient);
        }
        return fate;
    }

    /** What happens to the connection; null if it comes about. */
    @Nullable
    Fate connection() {
        return connection;
    }

    Class<? extends MessagingException> thrown() {
        return thrown;
    }

    List<String> mentioned() {
        return mentioned;
    }

    List<String> mistakes() {
        return mistakes;
    }

    boolean logsIn() {
        return login;
    }

    boolean isRedirected() {
        return redirected;
    }

    int attempts() {
        return attempts;
    }

    Set<Course> courses() {
        return courses;
    }

    /** Whether one recipient who is lost keeps the message from the others for good. */
    boolean holdsForGood() {
        boolean oneIsLost = fates.values().stream()
                .anyMatch(f -> f.outcome() == Outcome.GIVEN_UP || f.outcome() == Outcome.FIX_CONFIG);
        return oneIsLost && fates.values().stream().anyMatch(f -> f.reason() == Reason.HELD_BY_OTHERS);
    }

    /** The sentence that names the test. */
    @Override
    public String toString() {
        List<String> ends = new ArrayList<>();
        if (fates.values().stream().distinct().count() == 1) {
            ends.add(fates.values().iterator().next().toString());
        } else {
            fates.forEach((recipient, fate) -> ends.add(recipient.charAt(0) + " " + fate));
        }
        return name + ": " + String.join(", ", ends);
    }
}
