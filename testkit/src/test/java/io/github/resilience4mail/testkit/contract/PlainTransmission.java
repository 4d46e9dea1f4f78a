/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.engine.AttemptResult;
import io.github.resilience4mail.engine.Transmission;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a letter is sent once, for the engine. */
final class PlainTransmission implements Transmission {

    private static final Duration LONGEST_IDLE = Duration.ofSeconds(5);

    private final PlainClient client;
    private final Letter letter;
    private final String messageId;
    private final boolean partially;

    PlainTransmission(PlainClient client, Letter letter, String messageId, boolean partially) {
        this.client = client;
        this.letter = letter;
        this.messageId = messageId;
        this.partially = partially;
    }

    @Override
    public Map<String, AttemptResult> attempt(List<String> recipients) {
        Map<String, AttemptResult> results = new LinkedHashMap<>();
        AttemptResult shared;
        try {
            shared = begunAndSent(recipients, results);
        } catch (FailedException e) {
            shared = e.result();
        }
        for (String recipient : recipients) {
            results.putIfAbsent(recipient, shared);
        }
        return results;
    }

    private AttemptResult begunAndSent(List<String> recipients, Map<String, AttemptResult> results)
            throws FailedException {
        boolean reused = client.isReused();
        try {
            client.begin(letter.sender());
        } catch (FailedException e) {
            if (!reused || !e.endsConnection()) {
                throw e;
            }
            // it died while nobody used it, which says nothing about this letter
            client.begin(letter.sender());
        }
        return sent(recipients, results);
    }

    /** What those get who are not refused by themselves. */
    private AttemptResult sent(List<String> recipients, Map<String, AttemptResult> results) throws FailedException {
        List<String> accepted = new ArrayList<>();
        for (String recipient : recipients) {
            SmtpReply reply = client.ask(SmtpPhase.RCPT, "RCPT TO:<" + recipient + ">");
            FailedException refusal = FailedException.refused(SmtpPhase.RCPT, reply);
            if (reply.code() / 100 == 2) {
                accepted.add(recipient);
            } else if (reply.code() == 421) {
                client.close();
                throw refusal;
            } else {
                results.put(recipient, refusal.result());
            }
        }
        boolean held = !partially && accepted.size() < recipients.size();
        if (held || accepted.isEmpty()) {
            client.abort();
            return AttemptResult.refused(SmtpPhase.RCPT, null, Verdict.of(Reason.HELD_BY_OTHERS));
        }
        try {
            SmtpReply unused = client.demand(SmtpPhase.DATA, "DATA", 3);
        } catch (FailedException e) {
            client.abort();
            throw e;
        }

        return judged(client.transmit(text()));
    }

    private static AttemptResult judged(Optional<SmtpReply> finalReply) {
        if (finalReply.isEmpty()) {
            return AttemptResult.unknown(Verdict.of(Reason.CONNECTION_LOST));
        }
        SmtpReply reply = finalReply.get();
        return reply.code() / 100 == 2
                ? AttemptResult.accepted(reply)
                : FailedException.refused(SmtpPhase.END_OF_DATA, reply).result();
    }

    private String text() {
        return "From: " + letter.sender() + "\r\nTo: " + String.join(", ", letter.recipients()) + "\r\nMessage-ID: "
                + messageId + "\r\nSubject: " + letter.subject() + "\r\n\r\n"
                + letter.text().strip();
    }

    @Override
    public void beforeWait(Duration wait) {
        if (wait.compareTo(LONGEST_IDLE) > 0) {
            client.close();
        }
    }
}
