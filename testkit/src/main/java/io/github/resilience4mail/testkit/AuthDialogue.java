/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import io.github.resilience4mail.smtp.SmtpPhase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** AUTH (RFC 4954) with PLAIN, LOGIN and XOAUTH2. */
final class AuthDialogue {

    private static final String HIDDEN = "***";
    private static final Action MALFORMED = Action.reply("501 5.5.2 Cannot decode the credentials");
    private static final Action WELCOME = Action.reply("235 2.7.0 Authentication successful");
    private static final Action WRONG = Action.reply("535 5.7.8 Authentication credentials invalid");
    private static final Action NOT_OFFERED = Action.reply("502 5.5.1 AUTH is not offered here");
    private static final Action UNKNOWN_MECHANISM = Action.reply("504 5.5.4 Mechanism not offered");
    private static final Action AGAIN = Action.reply("503 5.5.1 Already authenticated");

    private final Session session;
    private final Context context;
    private boolean done;

    AuthDialogue(Session session, Context context) {
        this.session = session;
        this.context = context;
    }

    boolean isDone() {
        return done;
    }

    void forget() {
        done = false;
    }

    /** The command without the credentials that may follow the mechanism. */
    static String redacted(String argument) {
        String[] words = argument.split(" ", 2);
        return "AUTH " + words[0] + (words.length == 1 ? "" : " " + HIDDEN);
    }

    void auth(String argument) throws IOException {
        context.ledger().loginTried();
        session.note(SmtpPhase.AUTH, List.of());
        Action scripted = context.script().next(SmtpPhase.AUTH, List.of());
        Action usual = scripted != null && scripted.isBeforeCredentials() ? scripted : usual(argument);
        Action action = scripted == null ? usual : scripted.orUsual(() -> usual);
        if (action.isCompletion()) {
            done = true;
            context.ledger().loginSucceeded();
        }
        session.perform(SmtpPhase.AUTH, action, List.of());
        if (action.isIntermediate() && action.goesOn()) {
            // a challenge such as XOAUTH2's error report: whatever the client answers, it stays out
            answer();
            session.perform(SmtpPhase.AUTH, WRONG, List.of());
        }
    }

    private Action usual(String argument) throws IOException {
        String[] words = argument.split(" ", 2);
        String mechanism = words[0].toUpperCase(Locale.ROOT);
        Action refusal = refusal(mechanism);
        if (refusal != null) {
            return refusal;
        }
        String initial = words.length == 1 ? null : words[1].strip();
        try {
            return isKnown(mechanism, initial) ? WELCOME : WRONG;
        } catch (IllegalArgumentException e) {
            // not Base64, or "*", which gives up (RFC 4954 section 4)
            return MALFORMED;
        }
    }

    private @Nullable Action refusal(String mechanism) {
        Action notReady = session.notReady();
        Capabilities capabilities = context.capabilities();
        if (notReady != null) {
            return notReady;
        }
        if (!capabilities.has("AUTH")) {
            return NOT_OFFERED;
        }
        if (done) {
            return AGAIN;
        }
        boolean offered = capabilities.words("AUTH").contains(mechanism);
        return offered && List.of("PLAIN", "LOGIN", "XOAUTH2").contains(mechanism) ? null : UNKNOWN_MECHANISM;
    }

    private boolean isKnown(String mechanism, @Nullable String initial) throws IOException {
        Accounts accounts = context.accounts();
        if (mechanism.equals("LOGIN")) {
            String user = decode(initial == null ? ask("Username:") : initial);
            return accounts.knowsPassword(user, decode(ask("Password:")));
        }
        String credentials = decode(initial == null ? ask("") : initial);
        if (mechanism.equals("PLAIN")) {
            // authorisation identity, user and password
            String[] parts = credentials.split("\0", -1);
            return parts.length == 3 && accounts.knowsPassword(parts[1], parts[2]);
        }
        String[] parts = credentials.split("\1", -1);
        return parts.length >= 2
                && parts[0].startsWith("user=")
                && parts[1].startsWith("auth=Bearer ")
                && accounts.knowsToken(parts[0].substring(5), parts[1].substring(12));
    }

    private String ask(String prompt) throws IOException {
        String encoded = Base64.getEncoder().encodeToString(prompt.getBytes(StandardCharsets.US_ASCII));
        session.wire().say(Speech.lines(List.of("334 " + encoded)), false);
        return answer();
    }

    private String answer() throws IOException {
        String answer = session.readLine();
        session.heard(HIDDEN);
        return answer;
    }

    private static String decode(String base64) {
        // "=" stands for an empty initial response (RFC 4954 section 4)
        String text = base64.equals("=") ? "" : base64;
        return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }
}
