/* SPDX-License-Identifier: Apache-2.0 */
/** Tests of the newsletter. */
@NullMarked
package io.github.resilience4mail.examples.newsletter;

import org.jspecify.annotations.NullMarked;
