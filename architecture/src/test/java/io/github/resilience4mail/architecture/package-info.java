/* SPDX-License-Identifier: Apache-2.0 */
/** Holds the design: which package may know which, and what no class may do. Each rule is shown to be able to fail. */
@NullMarked
package io.github.resilience4mail.architecture;

import org.jspecify.annotations.NullMarked;
