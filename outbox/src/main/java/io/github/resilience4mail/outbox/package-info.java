/* SPDX-License-Identifier: Apache-2.0 */
/** Mail that is kept in a SQL database until each recipient has its outcome. */
@NullMarked
package io.github.resilience4mail.outbox;

import org.jspecify.annotations.NullMarked;
