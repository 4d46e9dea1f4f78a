/* SPDX-License-Identifier: Apache-2.0 */
/** Many messages through a server that fails by chance, and for a long time; {@code docs/endurance.md}. */
@NullMarked
package io.github.resilience4mail.endurance;

import org.jspecify.annotations.NullMarked;
