/* SPDX-License-Identifier: Apache-2.0 */
/** The shop, driven over HTTP. */
@NullMarked
package io.github.resilience4mail.examples.springboot;

import org.jspecify.annotations.NullMarked;
