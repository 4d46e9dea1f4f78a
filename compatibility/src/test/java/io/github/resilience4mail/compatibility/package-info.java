/* SPDX-License-Identifier: Apache-2.0 */
/** The transport among the versions and libraries that others bring along. */
@NullMarked
package io.github.resilience4mail.compatibility;

import org.jspecify.annotations.NullMarked;
