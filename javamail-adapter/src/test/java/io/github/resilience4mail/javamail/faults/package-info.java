/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The fault matrix: one row for each way in which SMTP can go wrong, as tables that can be read, and what runs them
 * through the transport.
 */
@NullMarked
package io.github.resilience4mail.javamail.faults;

import org.jspecify.annotations.NullMarked;
