/* SPDX-License-Identifier: Apache-2.0 */
/** Measurements with JMH. */
@NullMarked
package io.github.resilience4mail.benchmarks;

import org.jspecify.annotations.NullMarked;
