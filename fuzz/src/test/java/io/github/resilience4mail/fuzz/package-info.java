/* SPDX-License-Identifier: Apache-2.0 */
/** Feeds the parsers what nobody would write, and says what must hold even then. */
@NullMarked
package io.github.resilience4mail.fuzz;

import org.jspecify.annotations.NullMarked;
