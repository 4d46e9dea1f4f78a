/* SPDX-License-Identifier: Apache-2.0 */
/** The command line: what a reply means, told to people or to programs. */
@NullMarked
package io.github.resilience4mail.cli;

import org.jspecify.annotations.NullMarked;
