/* SPDX-License-Identifier: Apache-2.0 */
/** A server with hidden limits in virtual time, and senders that know them, learn them, or do not care. */
@NullMarked
package io.github.resilience4mail.throttle.simulation;

import org.jspecify.annotations.NullMarked;
