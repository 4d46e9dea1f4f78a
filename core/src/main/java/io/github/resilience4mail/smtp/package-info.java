/* SPDX-License-Identifier: Apache-2.0 */
/** What an SMTP server says: replies, enhanced status codes, and the phases of the dialogue. */
@NullMarked
package io.github.resilience4mail.smtp;

import org.jspecify.annotations.NullMarked;
