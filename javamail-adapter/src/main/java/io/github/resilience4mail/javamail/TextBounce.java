/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.javamail.BounceJudge.Finding;
import io.github.resilience4mail.smtp.SmtpReply;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the texts of servers that send no report. They look alike: a greeting, then for each recipient a line that
 * begins with the address, and below it what the other server said; then the message that came back.
 */
final class TextBounce {

    private static final List<String> LEADS = List.of(
            "delivered to ",
            "your message to ",
            "votre message à ",
            "remis à ",
            "distribué à ",
            "nachricht an ",
            "nicht an ",
            "mensaje a ",
            "messaggio a ",
            "mensagem para ",
            "bericht aan ",
            "recipient address: ",
            "recipient: ",
            "destinataire : ",
            "address: ",
            "to: ");

    private static final List<String> REPORTERS = List.of(
            "generating server: ",
            "generierender server: ",
            "serveur de génération : ",
            "servidor de generación: ",
            "server di generazione: ",
            "bronserver: ",
            "servidor gerador: ",
            "mail system at host ",
            "program at host ",
            "program at ",
            "status notification from ");

    private final BounceMail mail;
    private final BounceJudge judge;
    private final String signs;
    private final List<String> lines = new ArrayList<>();
    private final String lowerText;
    private @Nullable Map<String, Found> blocks;

    TextBounce(BounceMail mail, BounceJudge judge) {
        this.mail = mail;
        this.judge = judge;
        String text = mail.text();
        for (Iterator<String> all = text.lines().iterator(); all.hasNext(); ) {
            String line = all.next();
            if (BounceSigns.startsQuote(AsciiText.lower(line.strip()))) {
                break;
            }
            if (!line.startsWith(">") || line.startsWith(">>>")) {
                lines.add(line);
            }
        }
        String said = String.join("\n", lines);
        lowerText = AsciiText.lower(said);
        signs = BounceText.normal(said, BounceSigns.OPENING);
    }

    /** What the text says before it quotes the message that came back, as phrases are looked for. */
    String signs() {
        return signs;
    }

    /** Whether a code stands below the address of a recipient. */
    boolean quotesReply() {
        return blocks().values().stream().map(Found::reply).anyMatch(reply -> reply != null && reply.hasCode());
    }

    List<BounceReport> reports() {
        BounceKind kind = BounceSigns.isDelay(mail.subject(), signs) ? BounceKind.DELAYED : BounceKind.FAILED;
        String reportingMta = reportingMta();
        Map<String, Found> found = new LinkedHashMap<>(blocks());
        addNamedElsewhere(found);
        List<BounceReport> reports = new ArrayList<>();
        for (Found one : found.values()) {
            reports.add(judge.judge(kind, one.finding(), reportingMta));
        }
        return reports;
    }

    /** What is said about a recipient, or null. */
    @Nullable
    Finding find(String recipient) {
        Found found = blocks().get(recipient.toLowerCase(Locale.ROOT));
        return found == null ? null : found.finding();
    }

    /** What has been found about a recipient. */
    private record Found(String recipient, @Nullable SmtpReply reply, String host) {

        Finding finding() {
            return new Finding(recipient, reply, host, BounceTrace.NONE);
        }

        /** Servers name a recipient twice: once for people, once with what was said. */
        Found orBetter(Found other) {
            return score() >= other.score() ? this : other;
        }

        private int score() {
            if (reply == null) {
                return 0;
            }
            return (reply.hasCode() ? 4 : 0) + (reply.status() != null ? 2 : 0) + 1;
        }
    }

    private Map<String, Found> blocks() {
        if (blocks == null) {
            blocks = readBlocks();
        }
        return blocks;
    }

    private Map<String, Found> readBlocks() {
        Map<String, Found> found = new LinkedHashMap<>();
        List<String> waiting = new ArrayList<>();
        int at = nextRecipient(0);
        while (at < lines.size()) {
            String line = lines.get(at).strip();
            int start = RecipientLine.start(line);
            int end = Addresses.end(line, start);
            int next = nextRecipient(at + 1);
            waiting.add(line.substring(start, end));
            List<String> block = new ArrayList<>(lines.subList(at + 1, next));
            block.add(0, RecipientLine.rest(line, end));
            // recipients in a row share what is said below the last
            if (next == lines.size() || block.stream().anyMatch(part -> !part.isBlank())) {
                add(found, waiting, block);
                waiting.clear();
            }
            at = next;
        }
        return found;
    }

    private static void add(Map<String, Found> found, List<String> recipients, List<String> block) {
        SmtpReply reply = QuotedReply.in(block);
        String host = QuotedReply.host(block);
        for (String recipient : recipients) {
            found.merge(recipient.toLowerCase(Locale.ROOT), new Found(recipient, reply, host), Found::orBetter);
        }
    }

    private int nextRecipient(int from) {
        int at = from;
        while (at < lines.size() && (!RecipientLine.is(lines.get(at).strip()) || isContinued(at))) {
            at++;
        }
        return at;
    }

    /** Postfix breaks a reply before the address in it, and indents what follows. */
    private boolean isContinued(int at) {
        String before = at == 0 ? "" : lines.get(at - 1).stripTrailing();
        return !before.isEmpty() && !before.endsWith(":") && indent(lines.get(at)) > indent(before);
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    /** Recipients in a header or in the middle of a sentence; at last the one of the message that came back. */
    private void addNamedElsewhere(Map<String, Found> found) {
        List<String> named = new ArrayList<>();
        for (String part : mail.header("X-Failed-Recipients").split(",", 100)) {
            named.add(Addresses.only(part));
        }
        named.removeIf(String::isEmpty);
        if (named.isEmpty() && found.isEmpty()) {
            String inSentence = inSentence();
            named.add(inSentence == null ? mail.originalTo() : inSentence);
        }
        named.removeIf(address -> found.containsKey(address.toLowerCase(Locale.ROOT)));
        if (!named.isEmpty()) {
            add(found, named, lines);
        }
    }

    private @Nullable String inSentence() {
        String text = String.join("\n", lines);
        for (String lead : LEADS) {
            int at = lowerText.indexOf(lead);
            while (at >= 0) {
                int start = RecipientLine.start(text, at + lead.length());
                int end = Addresses.end(text, start);
                if (end > 0) {
                    return text.substring(start, end);
                }
                at = lowerText.indexOf(lead, at + 1);
            }
        }
        return null;
    }

    /** Exchange says who writes; the others do so in their greeting. */
    private @Nullable String reportingMta() {
        for (String lead : REPORTERS) {
            int at = lowerText.indexOf(lead);
            if (at >= 0) {
                return QuotedReply.hostAt(lowerText, at + lead.length());
            }
        }
        return null;
    }
}
