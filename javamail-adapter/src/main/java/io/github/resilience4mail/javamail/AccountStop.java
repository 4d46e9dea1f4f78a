/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.catalogue.Decision;
import io.github.resilience4mail.catalogue.Scope;
import io.github.resilience4mail.engine.Acceptance;
import io.github.resilience4mail.engine.AttemptResult;
import io.github.resilience4mail.smtp.SmtpPhase;

/** When one message's failure is everybody's: the account has to be put right first. */
final class AccountStop {

    private AccountStop() {}

    /**
     * Whether nothing more should be tried with the account. Before the first recipient is named there is no doubt. At
     * RCPT a server may mean this recipient alone ("relaying denied" to a domain that it does not serve): then it
     * counts only as long as the account has had no success at all.
     */
    static boolean concernsAccount(AttemptResult result, boolean somethingAccepted) {
        boolean account = result.verdict()
                .filter(v -> v.decision() == Decision.FIX_CONFIG && v.scope() == Scope.ACCOUNT)
                .isPresent();
        return account && (result.phase().compareTo(SmtpPhase.RCPT) < 0 || !somethingAccepted);
    }

    static boolean isAcceptance(AttemptResult result) {
        return result.acceptance() == Acceptance.YES;
    }
}
