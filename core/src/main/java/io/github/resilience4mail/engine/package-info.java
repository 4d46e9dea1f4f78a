/* SPDX-License-Identifier: Apache-2.0 */
/** One delivery from its first attempt to its last outcome, driven by any host. */
@NullMarked
package io.github.resilience4mail.engine;

import org.jspecify.annotations.NullMarked;
