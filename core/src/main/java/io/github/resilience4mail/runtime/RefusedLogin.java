/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.runtime;

import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.smtp.SmtpReply;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why no login is tried with an account at present.
 *
 * @param reply what the server said to the login, or null if it said nothing
 * @param verdict what that means
 * @param until when the next login may be tried; a changed password may be tried at once
 */
public record RefusedLogin(@Nullable SmtpReply reply, Verdict verdict, Instant until) {}
