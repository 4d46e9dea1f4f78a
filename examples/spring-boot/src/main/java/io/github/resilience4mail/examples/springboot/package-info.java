/* SPDX-License-Identifier: Apache-2.0 */
/** A Spring Boot application that sends mail, and a demonstration of it while the mail server misbehaves. */
@NullMarked
package io.github.resilience4mail.examples.springboot;

import org.jspecify.annotations.NullMarked;
