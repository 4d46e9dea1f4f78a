/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

/** A place in a file of rules, as error messages name it. */
record Position(String file, int line) {

    @Override
    public String toString() {
        return file + ":" + line;
    }
}
