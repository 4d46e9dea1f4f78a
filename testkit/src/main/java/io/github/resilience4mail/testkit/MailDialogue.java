/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Transaction.Path;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** MAIL, RCPT, DATA, BDAT and RSET: the transactions of a session. */
final class MailDialogue {

    private static final Path NOBODY = new Path("", "");
    private static final Action SENDER_OK = Action.reply("250 2.1.0 Ok");
    private static final Action RECIPIENT_OK = Action.reply("250 2.1.5 Ok");
    private static final Action OK = Action.reply("250 2.0.0 Ok");
    private static final Action GO_AHEAD = Action.reply("354 End data with <CR><LF>.<CR><LF>");
    private static final Action LOGIN_FIRST = Action.reply("530 5.7.0 Authentication required");
    private static final Action NESTED = Action.reply("503 5.5.1 Nested MAIL command");
    private static final Action MAIL_FIRST = Action.reply("503 5.5.1 Need MAIL command");
    private static final Action BAD_SENDER = Action.reply("501 5.1.7 Bad sender address syntax");
    private static final Action BAD_RECIPIENT = Action.reply("501 5.1.3 Bad recipient address syntax");
    private static final Action NO_RECIPIENTS = Action.reply("554 5.5.1 No valid recipients");
    private static final Action BAD_CHUNK = Action.reply("501 5.5.4 Syntax: BDAT octets [LAST]");
    private static final Action NO_CHUNKS = Action.reply("502 5.5.1 CHUNKING is not offered here");

    private final Session session;
    private final Context context;
    private @Nullable Transaction transaction;

    MailDialogue(Session session, Context context) {
        this.session = session;
        this.context = context;
    }

    void forget() {
        transaction = null;
    }

    void mail(String argument) throws IOException {
        Path from = Path.parse(argument, "FROM:");
        Action action = session.decide(SmtpPhase.MAIL, List.of(), () -> usualMail(from));
        if (action.isCompletion()) {
            transaction = new Transaction(from == null ? NOBODY : from);
        }
        session.perform(SmtpPhase.MAIL, action, List.of());
    }

    private Action usualMail(@Nullable Path from) {
        Action notReady = session.notReady();
        if (notReady != null) {
            return notReady;
        }
        if (session.mustLogIn()) {
            return LOGIN_FIRST;
        }
        if (transaction != null) {
            return NESTED;
        }
        if (from == null) {
            return BAD_SENDER;
        }
        if (isTooBig(from.size())) {
            return Destination.tooBig();
        }
        Destination server = context.destinations().server();
        Action full = server.manners().isRefusingAfterData() ? null : session.countMessage(server);
        return full == null ? SENDER_OK : full;
    }

    private boolean isTooBig(long size) {
        return context.maxMessageSize() > 0 && size > context.maxMessageSize();
    }

    void rcpt(String argument) throws IOException {
        Path to = Path.parse(argument, "TO:");
        List<String> recipient = to == null ? List.of() : List.of(to.address());
        Action action = session.decide(SmtpPhase.RCPT, recipient, () -> usualRcpt(to));
        if (action.isCompletion() && transaction != null) {
            recipient.forEach(transaction::add);
        }
        session.perform(
                SmtpPhase.RCPT,
                action,
                recipient.stream().map(Transaction::domainOf).toList());
    }

    private Action usualRcpt(@Nullable Path to) {
        Transaction current = transaction;
        if (current == null) {
            return MAIL_FIRST;
        }
        if (to == null || to.address().isEmpty()) {
            return BAD_RECIPIENT;
        }
        Destination destination = context.destinations().of(Transaction.domainOf(to.address()));
        boolean patient = destination.manners().isRefusingAfterData();
        if (!session.takesSlot(destination) && !patient) {
            return destination.tooManyConnections();
        }
        for (Destination host : List.of(context.destinations().server(), destination)) {
            Action refusal = refusalOf(host, to.address(), current);
            if (refusal != null) {
                return refusal;
            }
        }
        return patient ? RECIPIENT_OK : countOnce(current, destination);
    }

    private @Nullable Action refusalOf(Destination host, String recipient, Transaction current) {
        int max = host.manners().maxRecipients();
        if (current.recipients().size() >= max && recipientsAt(host, current).size() >= max) {
            return host.tooManyRecipients();
        }
        return host.refuse(current.sender(), recipient, current.announcedSize());
    }

    private List<String> recipientsAt(Destination host, Transaction current) {
        Destinations all = context.destinations();
        return current.recipients().stream()
                .filter(one -> host.equals(all.server()) || host.equals(all.of(Transaction.domainOf(one))))
                .toList();
    }

    private Action countOnce(Transaction current, Destination destination) {
        if (!current.isNewTo(destination)) {
            return RECIPIENT_OK;
        }
        Action full = session.countMessage(destination);
        if (full == null) {
            return RECIPIENT_OK;
        }
        current.forget(destination);
        return full;
    }

    void data() throws IOException {
        Transaction current = transaction == null ? new Transaction(NOBODY) : transaction;
        Action action = session.decide(SmtpPhase.DATA, current.recipients(), () -> usualStart(GO_AHEAD));
        session.perform(SmtpPhase.DATA, action, current.domains());
        if (!action.isIntermediate() || !action.goesOn()) {
            return;
        }
        MessageCollector message = new MessageCollector(context.ledger().isKeeping());
        Action.Body body = action.body();
        if (body != null) {
            message.readChunk(session.wire(), body.bytes());
            session.perform(SmtpPhase.DATA, body.action(), current.domains());
        } else {
            message.readToFinalDot(session.wire());
            session.heard(".");
            finish(current, message, () -> usualEnd(current, message));
        }
    }

    private Action usualStart(Action welcome) {
        if (transaction == null || transaction.isSpoilt()) {
            return MAIL_FIRST;
        }
        return transaction.recipients().isEmpty() ? NO_RECIPIENTS : welcome;
    }

    void bdat(String argument) throws IOException {
        if (!argument.matches("(?i)[0-9]{1,18}( +LAST)?")) {
            session.perform(SmtpPhase.DATA, BAD_CHUNK, List.of());
            return;
        }
        long bytes = Long.parseLong(argument.split(" ", 2)[0]);
        Transaction current = transaction == null ? new Transaction(NOBODY) : transaction;
        MessageCollector message = current.chunks(context.ledger().isKeeping());
        if (argument.toUpperCase(Locale.ROOT).endsWith("LAST")) {
            message.readChunk(session.wire(), bytes);
            finish(current, message, () -> {
                Action refusal = usualChunk(OK);
                return refusal.isRefusal() ? refusal : usualEnd(current, message);
            });
        } else {
            chunk(current, message, bytes);
        }
    }

    private void chunk(Transaction current, MessageCollector message, long bytes) throws IOException {
        Action action = session.decide(
                SmtpPhase.DATA,
                current.recipients(),
                () -> usualChunk(Action.reply("250 2.0.0 " + bytes + " octets received")));
        Action.Body body = action.isCompletion() ? action.body() : null;
        message.readChunk(session.wire(), body == null ? bytes : Math.min(bytes, body.bytes()));
        if (!action.isCompletion()) {
            // a refused chunk ends the transaction, but pipelined ones may follow (RFC 3030 section 2)
            current.spoil();
        }
        session.perform(SmtpPhase.DATA, body == null ? action : body.action(), current.domains());
    }

    private Action usualChunk(Action welcome) {
        return context.capabilities().has("CHUNKING") ? usualStart(welcome) : NO_CHUNKS;
    }

    private void finish(Transaction current, MessageCollector message, Supplier<Action> usual) throws IOException {
        Action action = session.decide(SmtpPhase.END_OF_DATA, current.recipients(), usual);
        transaction = null;
        if (action.isCompletion() || action.acceptsInAnyCase()) {
            context.ledger().accepted(message, current.recipients(), !action.isCompletion());
        }
        session.perform(SmtpPhase.END_OF_DATA, action, current.domains());
    }

    private Action usualEnd(Transaction current, MessageCollector message) {
        if (current.recipients().isEmpty()) {
            return NO_RECIPIENTS;
        }
        if (isTooBig(message.size())) {
            return Destination.tooBig();
        }
        List<Destination> hosts = new ArrayList<>();
        hosts.add(context.destinations().server());
        current.domains().forEach(domain -> hosts.add(context.destinations().of(domain)));
        for (Destination host : hosts) {
            Action refusal = refusalAtEnd(host, current, message);
            if (refusal != null) {
                return refusal;
            }
        }
        boolean withheld = false;
        for (Destination host : hosts) {
            // each host counts, also behind one that withholds
            withheld |= host.withholds();
        }
        return withheld
                ? Action.acceptThenClose()
                : Action.reply("250 2.0.0 Ok: queued as " + (context.ledger().messageCount() + 1));
    }

    private @Nullable Action refusalAtEnd(Destination host, Transaction current, MessageCollector message) {
        Manners manners = host.manners();
        for (String recipient : recipientsAt(host, current)) {
            if (manners.isTooBigFor(recipient, message.size())) {
                return Destination.tooBig();
            }
        }
        if (!manners.isRefusingAfterData()) {
            return null;
        }
        return session.takesSlot(host) ? session.countMessage(host) : host.tooManyConnections();
    }

    void rset() throws IOException {
        Action action = session.decide(SmtpPhase.RSET, List.of(), () -> OK);
        if (action.isCompletion()) {
            transaction = null;
        }
        session.perform(SmtpPhase.RSET, action, List.of());
    }
}
