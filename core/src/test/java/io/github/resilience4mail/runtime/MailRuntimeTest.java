/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.time.FakeTimekeeper;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MailRuntimeTest {

    private final FakeTimekeeper time = new FakeTimekeeper();
    private final MailRuntime runtime = MailRuntime.with(time);
    private final Verdict refusal = Verdict.of(Reason.AUTH_FAILED);

    private Account account(String password) {
        return runtime.account("Mail.Example.NET", 587, "user", password);
    }

    @Test
    void aRefusedLoginIsRememberedUntilTheCoolDownIsOver() {
        runtime.loginRefused(account("wrong"), null, refusal);
        time.advance(Duration.ofMinutes(10).minusMillis(1));
        assertThat(runtime.refusedLogin(account("wrong"))).isPresent();
        time.advance(Duration.ofMillis(1));
        assertThat(runtime.refusedLogin(account("wrong"))).isEmpty();
    }

    @Test
    void aChangedPasswordIsAnotherAccount() {
        runtime.loginRefused(account("wrong"), null, refusal);
        assertThat(runtime.refusedLogin(account("right"))).isEmpty();
    }

    @Test
    void aResetForgetsEverything() {
        runtime.loginRefused(account("wrong"), null, refusal);
        runtime.resetAccounts();
        assertThat(runtime.refusedLogin(account("wrong"))).isEmpty();
    }

    @Test
    void itRemembersABoundedNumberOfAccounts() {
        for (int i = 0; i < 1_001; i++) {
            runtime.loginRefused(account("password " + i), null, refusal);
        }
        assertThat(runtime.refusedLogin(account("password 0"))).isEmpty();
        assertThat(runtime.refusedLogin(account("password 1000"))).isPresent();
    }

    @Test
    void anAccountNeverShowsItsCredential() {
        assertThat(account("s3cr3t").toString()).isEqualTo("user@mail.example.net:587");
        assertThat(runtime.account("h", 25, null, null)).hasToString("h:25");
    }

    @Test
    void fingerprintsDifferBetweenRuntimesSoThatNothingCanBeLookedUp() {
        assertThat(account("same"))
                .isEqualTo(account("same"))
                .hasSameHashCodeAs(account("same"))
                .isNotEqualTo(MailRuntime.with(time).account("mail.example.net", 587, "user", "same"));
    }

    @Test
    void aNegativeCoolDownIsRefused() {
        assertThatThrownBy(() -> new MailRuntime(time, RetryRegistry.ofDefaults(), Duration.ofSeconds(-1)))
                .hasMessageContaining("coolDown");
    }

    @Test
    void aCompanionIsMadeOnceForEachOwner() {
        Object owner = new Object();
        StringBuilder first = runtime.companion(owner, StringBuilder.class, StringBuilder::new);
        assertThat(runtime.companion(owner, StringBuilder.class, StringBuilder::new))
                .isSameAs(first);
        assertThat(runtime.companion(new Object(), StringBuilder.class, StringBuilder::new))
                .isNotSameAs(first);
    }

    @Test
    void thereIsOneSharedRuntimeOnSystemTime() {
        assertThat(MailRuntime.shared()).isSameAs(MailRuntime.shared());
        assertThat(MailRuntime.shared().timekeeper()).hasToString("system time");
    }
}
