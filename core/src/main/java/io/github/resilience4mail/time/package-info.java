/* SPDX-License-Identifier: Apache-2.0 */
/** The one door through which time, waiting and chance enter. */
@NullMarked
package io.github.resilience4mail.time;

import org.jspecify.annotations.NullMarked;
