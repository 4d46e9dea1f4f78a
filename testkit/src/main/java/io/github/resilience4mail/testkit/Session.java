/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Context.Tls;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One client's session, on one thread. */
final class Session implements Runnable {

    private static final Action OK = Action.reply("250 2.0.0 Ok");
    private static final Action NO_ANSWER = Action.reply("252 2.0.0 Cannot verify, will accept and try");
    private static final Action TLS_FIRST = Action.reply("530 5.7.0 Must issue a STARTTLS command first");
    private static final Action NOT_OFFERED = Action.reply("502 5.5.1 Not offered here");
    private static final Action WRONG_MOMENT = Action.reply("503 5.5.1 Not now: only QUIT is left");
    private static final Action UNKNOWN = Action.reply("500 5.5.2 Command not known");
    private static final Action TOO_LONG = Action.reply("500 5.5.6 Line too long");

    private final Context context;
    private final Wire wire;
    private final AuthDialogue auth;
    private final MailDialogue mail;
    private final Set<Destination> slots = new LinkedHashSet<>();
    private final Map<Destination, Integer> messages = new HashMap<>();
    private final int number;
    private boolean secure;
    private boolean welcome;
    private boolean greeted;
    private boolean left;
    private boolean over;

    Session(Context context, Socket socket) throws IOException {
        this.context = context;
        this.auth = new AuthDialogue(this, context);
        this.mail = new MailDialogue(this, context);
        this.wire = new Wire(socket, context.timekeeper(), context.linkDelay());
        this.number = context.ledger().opened();
    }

    @Override
    public void run() {
        try {
            converse();
        } catch (IOException e) {
            // the client went away, or the server is closing: there is nobody left to tell
        } finally {
            leave();
            wire.drop();
        }
    }

    /** Ends it from another thread. */
    void drop() {
        wire.drop();
    }

    private void converse() throws IOException {
        if (context.tls() == Tls.IMPLICIT) {
            secure();
        }
        Action greeting = decide(SmtpPhase.CONNECT, List.of(), this::greeting);
        welcome = greeting.isCompletion();
        perform(SmtpPhase.CONNECT, greeting, List.of());
        while (!over) {
            String line = wire.readLine();
            if (line == null) {
                return;
            }
            obey(line);
        }
    }

    private Action greeting() {
        Destination server = context.destinations().server();
        if (!takesSlot(server) && !server.manners().isRefusingAfterData()) {
            return server.tooManyConnections().thenClose();
        }
        return Action.reply("220 localhost ESMTP resilience4mail testkit");
    }

    private void obey(String line) throws IOException {
        String[] words = line.split(" ", 2);
        String verb = words[0].toUpperCase(Locale.ROOT);
        String argument = words.length == 1 ? "" : words[1].strip();
        heard(verb.equals("AUTH") ? AuthDialogue.redacted(argument) : line);
        if (line.length() > Wire.MAX_LINE) {
            say(TOO_LONG);
        } else if (!welcome && !verb.equals("QUIT")) {
            // a greeting that refuses leaves nothing but QUIT (RFC 5321 section 3.1)
            say(WRONG_MOMENT);
        } else {
            obey(verb, argument);
        }
    }

    private void obey(String verb, String argument) throws IOException {
        switch (verb) {
            case "EHLO", "HELO" -> hello(verb);
            case "STARTTLS" -> startTls();
            case "AUTH" -> auth.auth(argument);
            case "MAIL" -> mail.mail(argument);
            case "RCPT" -> mail.rcpt(argument);
            case "DATA" -> mail.data();
            case "BDAT" -> mail.bdat(argument);
            case "RSET" -> mail.rset();
            case "QUIT" -> quit();
            case "NOOP" -> say(OK);
            case "VRFY" -> say(NO_ANSWER);
            default -> say(UNKNOWN);
        }
    }

    private void hello(String verb) throws IOException {
        Action action = decide(SmtpPhase.EHLO, List.of(), () -> usualHello(verb));
        if (action.isCompletion()) {
            greeted = true;
            mail.forget();
        }
        perform(SmtpPhase.EHLO, action, List.of());
    }

    private Action usualHello(String verb) {
        List<String> lines = new ArrayList<>();
        if (verb.equals("EHLO")) {
            lines.addAll(context.capabilities().announced(secure));
        }
        return Action.reply("250 localhost", lines.toArray(String[]::new));
    }

    private void startTls() throws IOException {
        Action action = decide(SmtpPhase.STARTTLS, List.of(), this::usualStartTls);
        perform(SmtpPhase.STARTTLS, action, List.of());
        if (action.isCompletion() && action.goesOn()) {
            secure();
        }
    }

    private Action usualStartTls() {
        boolean offered = context.capabilities().has("STARTTLS") && !secure;
        return offered ? Action.reply("220 2.0.0 Ready to start TLS") : NOT_OFFERED;
    }

    /** Turns TLS on; what was said in clear text no longer counts (RFC 3207 section 4.2). */
    private void secure() throws IOException {
        wire.startTls(LocalhostCertificate.get().serverContext());
        secure = true;
        greeted = false;
        auth.forget();
        mail.forget();
    }

    private void quit() throws IOException {
        Action action = decide(SmtpPhase.QUIT, List.of(), () -> Action.reply("221 2.0.0 Bye"));
        perform(SmtpPhase.QUIT, action.goesOn() ? action.thenClose() : action, List.of());
    }

    /** Notes and counts an event of a phase, and gives what is to be done. */
    Action decide(SmtpPhase phase, Collection<String> recipients, Supplier<Action> usual) {
        note(phase, recipients);
        return context.script().decide(phase, recipients, usual);
    }

    /** Does it, and books a refusal; whatever the client can learn from it has been booked before. */
    void perform(SmtpPhase phase, Action action, Collection<String> domains) throws IOException {
        if (action.isRefusal()) {
            context.ledger().refused(phase, domains);
        }
        say(action);
    }

    private void say(Action action) throws IOException {
        wire.pauseFor(action.delay());
        if (action.ending() == Action.Ending.CLOSE || action.ending() == Action.Ending.RESET) {
            leave();
        }
        wire.say(action.speech(), action.isByteByByte());
        over = !action.goesOn();
        switch (action.ending()) {
            case CLOSE -> wire.close();
            case RESET -> wire.reset();
            case STALL -> wire.stall();
            case FREEZE -> wire.freeze();
            case GO_ON -> {}
        }
    }

    /** Why the session is not ready for AUTH or MAIL yet; null if it is. */
    @Nullable
    Action notReady() {
        if (context.tls() == Tls.REQUIRED && !secure) {
            return TLS_FIRST;
        }
        return greeted ? null : Action.reply("503 5.5.1 Say EHLO first");
    }

    boolean mustLogIn() {
        return context.accounts().required() && !auth.isDone();
    }

    /** Takes a slot that is kept until the session ends; whether it has one. */
    boolean takesSlot(Destination destination) {
        if (slots.contains(destination)) {
            return true;
        }
        return destination.takeSlot() && slots.add(destination);
    }

    /** Counts a message in the session and in the destination's window; the refusal if there is no room, else null. */
    @Nullable
    Action countMessage(Destination destination) {
        int before = messages.getOrDefault(destination, 0);
        if (before >= destination.manners().maxMessagesPerConnection()) {
            return destination.exhausted();
        }
        Action refusal = destination.countMessage();
        if (refusal == null) {
            messages.put(destination, before + 1);
        }
        return refusal;
    }

    /** Gives its slots back. It happens before the client can see the end, so that its next connection finds them. */
    private void leave() {
        if (!left) {
            left = true;
            slots.forEach(Destination::releaseSlot);
            context.ledger().closed();
        }
    }

    /** A line that is no command. */
    String readLine() throws IOException {
        String line = wire.readLine();
        if (line == null) {
            throw new EOFException("the client closed the connection");
        }
        return line;
    }

    /** Notes an event of a phase. */
    void note(SmtpPhase phase, Collection<String> recipients) {
        context.ledger().heard(number, phase, recipients, context.timekeeper().now());
    }

    void heard(String command) {
        context.ledger().heard(number, command);
    }

    Wire wire() {
        return wire;
    }
}
