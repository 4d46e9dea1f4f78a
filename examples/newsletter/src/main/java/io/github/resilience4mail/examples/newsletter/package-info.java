/* SPDX-License-Identifier: Apache-2.0 */
/** A newsletter's run over real sockets, which checks its own claims against the server's count. */
@NullMarked
package io.github.resilience4mail.examples.newsletter;

import org.jspecify.annotations.NullMarked;
