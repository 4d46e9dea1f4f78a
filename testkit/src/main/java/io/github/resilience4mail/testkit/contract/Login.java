/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

/**
 * Whom to log in as.
 *
 * @param user the user's name
 * @param password right or wrong, as the scenario has it
 */
public record Login(String user, String password) {

    /** The user's name alone. */
    @Override
    public String toString() {
        return user;
    }
}
