/* SPDX-License-Identifier: Apache-2.0 */
/** The one door to the command line that does not end the virtual machine. */
@NullMarked
package io.github.resilience4mail.cli;

import org.jspecify.annotations.NullMarked;
