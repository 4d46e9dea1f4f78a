/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.github.resilience4mail.examples.springboot;

import org.jspecify.annotations.NullMarked;
