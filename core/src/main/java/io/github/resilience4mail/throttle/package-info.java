/* SPDX-License-Identifier: Apache-2.0 */
/** How many connections a destination bears, and since when it wants to be left alone. */
@NullMarked
package io.github.resilience4mail.throttle;

import org.jspecify.annotations.NullMarked;
