/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The fault matrix with the settings that nobody has to make. */
class FaultMatrixTest extends FaultMatrix {

    @Test
    void namesEachFaultOnceAndLosesNone() {
        assertThat(rows()).extracting(FaultCase::toString).doesNotHaveDuplicates();
        assertThat(rows()).hasSizeGreaterThanOrEqualTo(148);
    }
}
