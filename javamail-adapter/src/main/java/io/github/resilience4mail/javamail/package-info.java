/* SPDX-License-Identifier: Apache-2.0 */
/** The retrying SMTP transport for Jakarta Mail, its transparent provider, and a sender for many messages. */
@NullMarked
package io.github.resilience4mail.javamail;

import org.jspecify.annotations.NullMarked;
