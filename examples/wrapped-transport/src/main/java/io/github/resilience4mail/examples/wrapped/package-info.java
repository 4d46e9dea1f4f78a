/* SPDX-License-Identifier: Apache-2.0 */
/** Runs an old program twice against servers that misbehave: as it is, and with one more jar on its class path. */
@NullMarked
package io.github.resilience4mail.examples.wrapped;

import org.jspecify.annotations.NullMarked;
