/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

/** From a smallest to a largest number, both included. */
record Count(int least, int most) {

    static Count exactly(int number) {
        return new Count(number, number);
    }

    boolean contains(int number) {
        return number >= least && number <= most;
    }

    @Override
    public String toString() {
        return least == most ? String.valueOf(least) : least + " to " + most;
    }
}
