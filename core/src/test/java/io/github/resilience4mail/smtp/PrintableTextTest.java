/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PrintableTextTest {

    @Test
    void keepsWhatCanBePrinted() {
        assertThat(PrintableText.of("Boîte pleine, 邮箱已满 \uD83D\uDCE7", 100))
                .isEqualTo("Boîte pleine, 邮箱已满 \uD83D\uDCE7");
    }

    @Test
    void foldsWhiteSpaceAndReplacesWhatATerminalMightActUpon() {
        assertThat(PrintableText.of(" a\r\n\tb\u2028c ", 100)).isEqualTo("a b c");
        assertThat(PrintableText.of("a\u001b[2Jb", 100)).isEqualTo("a\uFFFD[2Jb");
        assertThat(PrintableText.of("a\u202e\u0007\uD83Db", 100)).isEqualTo("a\uFFFDb");
    }

    @Test
    void cutsAtTheLimitAndNotInsideACharacter() {
        assertThat(PrintableText.of("abcdef", 6)).isEqualTo("abcdef");
        assertThat(PrintableText.of("abcdefg", 6)).isEqualTo("abcde…");
        assertThat(PrintableText.of("abcd\uD83D\uDCE7efg", 6)).isEqualTo("abcd…");
        assertThat(PrintableText.of(" ".repeat(1_000_000) + "x", 10)).isEqualTo("…");
        assertThatThrownBy(() -> PrintableText.of("x", 0)).hasMessageContaining("at least 1");
    }
}
