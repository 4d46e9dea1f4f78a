/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import java.util.Map;

/**
 * Who may log in.
 *
 * @param passwords by user, for PLAIN and LOGIN
 * @param tokens by user, for XOAUTH2
 * @param required whether nobody else may send
 */
record Accounts(Map<String, String> passwords, Map<String, String> tokens, boolean required) {

    Accounts {
        passwords = Map.copyOf(passwords);
        tokens = Map.copyOf(tokens);
    }

    boolean knowsPassword(String user, String password) {
        return password.equals(passwords.get(user));
    }

    boolean knowsToken(String user, String token) {
        return token.equals(tokens.get(user));
    }

    @Override
    public String toString() {
        return passwords.size() + " passwords, " + tokens.size() + " tokens";
    }
}
