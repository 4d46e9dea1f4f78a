/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import io.github.resilience4mail.smtp.SmtpPhase;
import org.jspecify.annotations.Nullable;

/** A reply that a rule must answer: the evidence for it. */
record Sample(Position position, String reply, @Nullable SmtpPhase phase, @Nullable String host) {}
