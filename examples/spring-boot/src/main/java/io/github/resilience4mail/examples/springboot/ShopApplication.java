/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.springboot;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A shop. Nothing in it knows of resilience4mail, except for {@link MailProblems}, which asks the exception for more. */
@SpringBootApplication
public class ShopApplication {

    /** Called by Spring. */
    ShopApplication() {}
}
