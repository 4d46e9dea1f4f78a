/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import java.util.Locale;

/**
 * A verdict in words that a person can act on.
 *
 * @param title what happened, in a few words
 * @param cause why, in a sentence or two
 * @param action what to do now, with the setting to change where there is one
 */
public record Explanation(String title, String cause, String action) {

    static Explanation of(Verdict verdict, Locale locale) {
        return new Explanation(verdict.reason().name(), "", "");
    }
}
