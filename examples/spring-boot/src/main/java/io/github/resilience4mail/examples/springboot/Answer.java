/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.springboot;

import java.util.stream.Stream;

/**
 * An answer of the shop's over HTTP.
 *
 * @param status the status code
 * @param body the text, often JSON
 */
record Answer(int status, String body) {

    boolean is(int expected, String... texts) {
        return status == expected && Stream.of(texts).allMatch(body::contains);
    }
}
