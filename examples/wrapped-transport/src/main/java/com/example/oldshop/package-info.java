/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A program as there are many: it sends mail in a dozen ways, each written by somebody else in some other year. It knows
 * Jakarta Mail and Simple Java Mail, and nothing of resilience4mail.
 */
@NullMarked
package com.example.oldshop;

import org.jspecify.annotations.NullMarked;
