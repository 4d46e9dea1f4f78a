/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a failure means and what to do about it: decision, reason, scope, delay, and how sure that is. Immutable, with
 * value semantics.
 */
public final class Verdict {

    private final Reason reason;
    private final Decision decision;
    private final Scope scope;
    private final @Nullable DelayClass delayClass;
    private final @Nullable Duration hint;
    private final boolean throttle;
    private final boolean suppress;
    private final Confidence confidence;
    private final String ruleId;

    private Verdict(Builder builder) {
        reason = builder.reason;
        decision = builder.decision;
        scope = builder.scope;
        delayClass = decision == Decision.RETRY ? builder.delayClassOrDefault() : null;
        hint = decision == Decision.RETRY ? builder.hint : null;
        throttle = builder.throttle;
        suppress = builder.suppress;
        confidence = builder.confidence;
        ruleId = builder.ruleId;
    }

    /**
     * The verdict on a failure that was seen on this side, without a reply to classify: a lost connection, an untrusted
     * certificate. It has the reason's usual consequences, confidence HIGH, and the rule id {@code local-} with the
     * reason in lower case.
     *
     * @param reason the cause
     * @return the verdict
     */
    public static Verdict of(Reason reason) {
        return builder(reason).build();
    }

    /**
     * Starts from what usually follows from a reason.
     *
     * @param reason the cause
     * @return a builder to deviate with
     */
    public static Builder builder(Reason reason) {
        return new Builder(reason);
    }

    /** {@return what to do} */
    public Decision decision() {
        return decision;
    }

    /** {@return the cause} */
    public Reason reason() {
        return reason;
    }

    /** {@return whom it concerns} */
    public Scope scope() {
        return scope;
    }

    /** {@return how long to wait without a hint; empty unless the decision is RETRY} */
    public Optional<DelayClass> delayClass() {
        return Optional.ofNullable(delayClass);
    }

    /**
     * The delay that the server named.
     *
     * @return a minimum, already capped; empty unless the decision is RETRY
     */
    public Optional<Duration> hint() {
        return Optional.ofNullable(hint);
    }

    /** {@return whether the destination asks to be sent less at a time} */
    public boolean throttle() {
        return throttle;
    }

    /** {@return whether the recipient's address itself is dead: the one thing that a mailing list may act on} */
    public boolean suppress() {
        return suppress;
    }

    /** {@return how sure it is} */
    public Confidence confidence() {
        return confidence;
    }

    /** {@return the id of the rule that decided} */
    public String ruleId() {
        return ruleId;
    }

    /**
     * The verdict in words.
     *
     * @param locale English unless the language is French
     * @return title, cause and action
     */
    public Explanation explain(Locale locale) {
        return Explanation.of(this, locale);
    }

    /** The same verdict with the delay that the server named. */
    Verdict withHint(Duration value) {
        return new Verdict(new Builder(this).hint(value));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Verdict that
                && reason == that.reason
                && decision == that.decision
                && scope == that.scope
                && delayClass == that.delayClass
                && Objects.equals(hint, that.hint)
                && throttle == that.throttle
                && suppress == that.suppress
                && confidence == that.confidence
                && ruleId.equals(that.ruleId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(reason, decision, scope, delayClass, hint, throttle, suppress, confidence, ruleId);
    }

    /** {@return decision, reason, scope and rule, for logs} */
    @Override
    public String toString() {
        return decision + " " + reason + " (" + scope + ", rule " + ruleId + ")";
    }

    /** Deviates from what usually follows from a reason. Not thread-safe. */
    public static final class Builder {

        private final Reason reason;
        private Decision decision;
        private Scope scope;
        private @Nullable DelayClass delayClass;
        private @Nullable Duration hint;
        private boolean throttle;
        private boolean suppress;
        private Confidence confidence = Confidence.HIGH;
        private String ruleId;

        private Builder(Reason reason) {
            this.reason = reason;
            decision = reason.decision();
            scope = reason.scope();
            delayClass = reason.delayClass().orElse(null);
            throttle = reason.throttle();
            suppress = reason.suppress();
            ruleId = "local-" + reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private Builder(Verdict verdict) {
            reason = verdict.reason;
            decision = verdict.decision;
            scope = verdict.scope;
            delayClass = verdict.delayClass;
            hint = verdict.hint;
            throttle = verdict.throttle;
            suppress = verdict.suppress;
            confidence = verdict.confidence;
            ruleId = verdict.ruleId;
        }

        /**
         * Sets what to do.
         *
         * @param value one of three
         * @return this builder
         */
        public Builder decision(Decision value) {
            decision = value;
            return this;
        }

        /**
         * Sets whom it concerns.
         *
         * @param value instead of the usual one of the reason
         * @return this builder
         */
        public Builder scope(Scope value) {
            scope = value;
            return this;
        }

        /**
         * Sets how long to wait without a hint.
         *
         * @param value it counts only if the decision is RETRY
         * @return this builder
         */
        public Builder delayClass(DelayClass value) {
            delayClass = value;
            return this;
        }

        /**
         * Sets the delay that the server named; it is kept as it is.
         *
         * @param value the delay, or null for none
         * @return this builder
         */
        public Builder hint(@Nullable Duration value) {
            hint = value;
            return this;
        }

        /**
         * Sets whether the destination asks to be sent less at a time.
         *
         * @param value true to slow down
         * @return this builder
         */
        public Builder throttle(boolean value) {
            throttle = value;
            return this;
        }

        /**
         * Sets whether the recipient's address is dead.
         *
         * @param value true only if nobody should ever write to it again
         * @return this builder
         */
        public Builder suppress(boolean value) {
            suppress = value;
            return this;
        }

        /**
         * Sets how sure it is.
         *
         * @param value HIGH unless set
         * @return this builder
         */
        public Builder confidence(Confidence value) {
            confidence = value;
            return this;
        }

        /**
         * Sets the id of the rule that decided.
         *
         * @param value made from the reason unless set
         * @return this builder
         */
        public Builder ruleId(String value) {
            ruleId = value;
            return this;
        }

        /**
         * Makes the verdict.
         *
         * @return the verdict
         * @throws IllegalStateException if the address is called dead although the mail is to be tried again
         */
        public Verdict build() {
            if (suppress && decision == Decision.RETRY) {
                throw new IllegalStateException("a verdict cannot both suppress the recipient and retry: reason "
                        + reason + ", rule " + ruleId);
            }
            return new Verdict(this);
        }

        private DelayClass delayClassOrDefault() {
            return delayClass == null ? DelayClass.MEDIUM : delayClass;
        }
    }
}
