/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The contract of a sender of mail: one table of scenarios, each a server that misbehaves and what has to come of it,
 * that runs through whatever sends. A {@link io.github.resilience4mail.testkit.contract.ContractHost} joins it; with
 * JUnit, a test class implements {@link io.github.resilience4mail.testkit.contract.MailDeliveryContract} and is done.
 */
@NullMarked
package io.github.resilience4mail.testkit.contract;

import org.jspecify.annotations.NullMarked;
