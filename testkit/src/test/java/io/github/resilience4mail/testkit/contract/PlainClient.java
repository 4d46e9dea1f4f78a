/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import io.github.resilience4mail.catalogue.Decision;
import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.runtime.Account;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.runtime.RefusedLogin;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** As little SMTP as the engine needs to be tried: one connection, opened when it is needed and kept. */
final class PlainClient implements AutoCloseable {

    private final Mission mission;
    private final MailRuntime runtime;
    private @Nullable Line line;
    private int transactions;

    PlainClient(Mission mission) {
        this.mission = mission;
        this.runtime = MailRuntime.with(mission.timekeeper());
    }

    /** Whether the connection has carried something before. */
    boolean isReused() {
        return line != null && transactions > 0;
    }

    /** Says something, and wants a reply of this class: 2 or 3. */
    SmtpReply demand(SmtpPhase phase, String command, int wanted) throws FailedException {
        SmtpReply reply = ask(phase, command);
        if (reply.code() / 100 != wanted) {
            throw failed(FailedException.refused(phase, reply));
        }
        return reply;
    }

    SmtpReply ask(SmtpPhase phase, String command) throws FailedException {
        try {
            return open().ask(command);
        } catch (IOException e) {
            throw failed(FailedException.lost(phase));
        }
    }

    /** The message and its final dot; what comes back, or empty if nothing did although the dot was sent. */
    Optional<SmtpReply> transmit(String message) throws FailedException {
        Line opened = open();
        try {
            opened.send(message + "\r\n");
        } catch (IOException e) {
            throw failed(FailedException.lost(SmtpPhase.DATA));
        }
        try {
            return Optional.of(opened.ask("."));
        } catch (IOException e) {
            close();
            return Optional.empty();
        }
    }

    void begin(String sender) throws FailedException {
        open();
        transactions++;
        SmtpReply unused = demand(SmtpPhase.MAIL, "MAIL FROM:<" + sender + ">", 2);
    }

    /** Leaves a transaction that came to nothing. */
    void abort() {
        try {
            SmtpReply unused = demand(SmtpPhase.RSET, "RSET", 2);
        } catch (FailedException e) {
            close();
        }
    }

    private FailedException failed(FailedException failure) {
        if (failure.endsConnection()) {
            close();
        }
        return failure;
    }

    private Line open() throws FailedException {
        Line known = line;
        if (known != null) {
            return known;
        }
        Account account = runtime.account(
                mission.host(),
                mission.port(),
                mission.login().map(Login::user).orElse(null),
                mission.login().map(Login::password).orElse(null));
        Optional<RefusedLogin> refused = runtime.refusedLogin(account);
        if (refused.isPresent()) {
            throw new FailedException(
                    SmtpPhase.AUTH, refused.get().reply(), refused.get().verdict());
        }
        try {
            Line opened = greeted();
            logIn(account);
            return opened;
        } catch (FailedException e) {
            close();
            throw e;
        }
    }

    private Line greeted() throws FailedException {
        transactions = 0;
        Line opened;
        try {
            opened = new Line(mission.host(), mission.port());
            line = opened;
            SmtpReply greeting = opened.read();
            if (greeting.code() / 100 != 2) {
                throw FailedException.refused(SmtpPhase.CONNECT, greeting);
            }
        } catch (IOException e) {
            throw FailedException.lost(SmtpPhase.CONNECT);
        }
        return opened;
    }

    private void logIn(Account account) throws FailedException {
        SmtpReply capabilities = demand(SmtpPhase.EHLO, "EHLO client.example", 2);
        if (mission.login().isEmpty()) {
            return;
        }
        if (capabilities.lines().stream().noneMatch(offered -> offered.matches("AUTH .*PLAIN.*"))) {
            throw new FailedException(SmtpPhase.EHLO, null, Verdict.of(Reason.AUTH_NOT_OFFERED));
        }
        Login login = mission.login().get();
        String token = "\0" + login.user() + "\0" + login.password();
        try {
            SmtpReply unused = demand(
                    SmtpPhase.AUTH,
                    "AUTH PLAIN " + Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8)),
                    2);
        } catch (FailedException e) {
            if (e.verdict.decision() == Decision.FIX_CONFIG) {
                RefusedLogin unused = runtime.loginRefused(account, e.reply, e.verdict);
            }
            throw e;
        }
    }

    /** Hangs up; the next command connects again. */
    @Override
    public void close() {
        Line known = line;
        line = null;
        if (known != null) {
            known.close();
        }
    }
}
