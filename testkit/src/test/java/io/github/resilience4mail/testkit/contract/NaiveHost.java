/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.smtp.SmtpReply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What one writes in an afternoon: if anything went wrong, everything is sent again, three times, at once. */
final class NaiveHost implements ContractHost {

    @Override
    public List<RecipientEnding> send(Mission mission) {
        List<RecipientEnding> endings = new ArrayList<>();
        for (Letter letter : mission.letters()) {
            Outcome outcome = sendWithRetries(mission, letter) ? Outcome.DELIVERED : Outcome.GIVEN_UP;
            letter.recipients().forEach(recipient -> endings.add(RecipientEnding.of(recipient, outcome)));
        }
        return endings;
    }

    private static boolean sendWithRetries(Mission mission, Letter letter) {
        for (int attempt = 1; attempt <= 3; attempt++) {
            try (Line line = new Line(mission.host(), mission.port())) {
                if (isSentToAll(line, letter)) {
                    return true;
                }
            } catch (IOException e) {
                // again
            }
        }
        return false;
    }

    private static boolean isSentToAll(Line line, Letter letter) throws IOException {
        boolean fine = isPositive(line.read()) && isPositive(line.ask("EHLO client.example"));
        fine &= isPositive(line.ask("MAIL FROM:<" + letter.sender() + ">"));
        for (String recipient : letter.recipients()) {
            fine &= isPositive(line.ask("RCPT TO:<" + recipient + ">"));
        }
        if (!isPositive(line.ask("DATA"))) {
            return false;
        }
        String headers = "Message-ID: <" + letter.recipients().get(0) + ">\r\n\r\n";
        fine &= isPositive(line.ask(headers + letter.text().strip() + "\r\n."));
        return fine && isPositive(line.ask("QUIT"));
    }

    private static boolean isPositive(SmtpReply reply) {
        return reply.isPositive();
    }

    @Override
    public Map<Capability, String> lacks() {
        String why = "it only knows whether it went well";
        return Map.of(
                Capability.REPORTS_ATTEMPTS, why,
                Capability.REPORTS_DUPLICATES, why,
                Capability.REPORTS_REASONS, why,
                Capability.REPORTS_RETRY_TIMES, why);
    }
}
