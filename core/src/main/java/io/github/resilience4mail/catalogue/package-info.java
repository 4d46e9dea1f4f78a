/* SPDX-License-Identifier: Apache-2.0 */
/** What a reply means: the rules, the verdicts they give, and their explanation in words. */
@NullMarked
package io.github.resilience4mail.catalogue;

import org.jspecify.annotations.NullMarked;
