/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import java.util.List;

/** Whom the scenarios write to. */
final class People {

    static final String ANN = "ann@rcv.example";
    static final String BOB = "bob@rcv.example";
    static final String CAT = "cat@rcv.example";
    static final String DAN = "dan@rcv.example";
    static final String EVE = "eve@rcv.example";
    static final List<String> ALL = List.of(ANN, BOB, CAT, DAN, EVE);

    private People() {}
}
