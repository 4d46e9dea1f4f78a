/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "User Unknown!|user unknown",
                "  rate-limited\t now |rate limited now",
                "Boîte PLEINE|boite pleine",
                "Boi\u0302te|boite",
                "don't|don t",
                "don’t|don t",
                "5.7.1 (S3150)|5 7 1 s3150",
                "<jane@example.net>: User unknown|user unknown",
                "user jane.doe@example.net unknown|user unknown",
                "mailto:spamhaus@example.com rejected|mailto rejected",
                "邮箱已满|邮 箱 已 满",
                "ﬁle Ⅻ|file xii",
                "İstanbul|istanbul",
                "...|''"
            })
    void keepsWordsOnly(String text, String normal) {
        assertThat(NormalText.of(text)).isEqualTo(normal.equals("''") ? "" : normal);
    }

    @Test
    void joinsLines() {
        assertThat(NormalText.of(List.of("User", "unknown")).toString()).isEqualTo("user unknown");
    }

    @Test
    void isItsOwnNormalForm() {
        String normal = NormalText.of("Ünïcode, Ａ-b_c 5.7.1 邮箱 x@y.z ß");

        assertThat(NormalText.of(normal)).isEqualTo(normal);
    }

    @Test
    void readsNoMoreThanTheLimit() {
        String text = NormalText.of(List.of("a ".repeat(NormalText.MAX_INPUT), "late words"))
                .toString();

        assertThat(text).hasSizeLessThanOrEqualTo(NormalText.MAX_INPUT).doesNotContain("late");
    }
}
