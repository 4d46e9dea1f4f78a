/* SPDX-License-Identifier: Apache-2.0 */
/** Makes the {@code JavaMailSender} of a Spring Boot application retry what can succeed. */
@NullMarked
package io.github.resilience4mail.spring;

import org.jspecify.annotations.NullMarked;
