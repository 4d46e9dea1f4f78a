/* SPDX-License-Identifier: Apache-2.0 */
/** An SMTP server on the loopback interface that misbehaves on demand, and counts exactly what it accepted. */
@NullMarked
package io.github.resilience4mail.testkit;

import org.jspecify.annotations.NullMarked;
