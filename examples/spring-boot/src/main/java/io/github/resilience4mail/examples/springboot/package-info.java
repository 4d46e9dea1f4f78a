/* SPDX-License-Identifier: Apache-2.0 */
/** A shop that confirms orders by mail, and a run of it against a mail server that misbehaves. */
@NullMarked
package io.github.resilience4mail.examples.springboot;

import org.jspecify.annotations.NullMarked;
