/* SPDX-License-Identifier: Apache-2.0 */
/** What must outlive a single transport: the breakers of accounts, the registry of retries, the clock. */
@NullMarked
package io.github.resilience4mail.runtime;

import org.jspecify.annotations.NullMarked;
