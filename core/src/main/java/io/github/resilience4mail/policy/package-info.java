/* SPDX-License-Identifier: Apache-2.0 */
/** What to do after a failure: a pure decision, that neither waits nor logs. */
@NullMarked
package io.github.resilience4mail.policy;

import org.jspecify.annotations.NullMarked;
