/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.catalogue.Decision;
import io.github.resilience4mail.catalogue.Scope;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.engine.Acceptance;
import io.github.resilience4mail.engine.AttemptResult;
import io.github.resilience4mail.smtp.SmtpPhase;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * When one message's failure is everybody's: the account has to be put right first. Guarded by the lock of its
 * scheduler.
 */
final class AccountStop {

    private boolean somethingAccepted;
    private @Nullable AttemptResult refusal;

    /** Takes in what an attempt brought; the first refusal of the account stays. */
    void learn(Collection<AttemptResult> results) {
        boolean accepted = false;
        for (AttemptResult result : results) {
            if (refusal == null && concernsAccount(result)) {
                refusal = result;
            }
            accepted |= isAcceptance(result);
        }
        somethingAccepted |= accepted;
    }

    /** Why nothing more is sent with the account, or null. */
    @Nullable
    AttemptResult refusal() {
        return refusal;
    }

    /**
     * Whether nothing more should be tried with the account. Before the first recipient is named there is no doubt. At
     * RCPT a server may mean this recipient alone ("relaying denied" to a domain that it does not serve): then it
     * counts only as long as the account has had no success at all.
     */
    private boolean concernsAccount(AttemptResult result) {
        Verdict verdict = result.verdict().orElse(null);
        return verdict != null
                && verdict.decision() == Decision.FIX_CONFIG
                && verdict.scope() == Scope.ACCOUNT
                && (result.phase().compareTo(SmtpPhase.RCPT) < 0 || !somethingAccepted);
    }

    static boolean isAcceptance(AttemptResult result) {
        return result.acceptance() == Acceptance.YES;
    }
}
