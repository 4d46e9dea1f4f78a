/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.github.resilience4mail.outbox;

import org.jspecify.annotations.NullMarked;
