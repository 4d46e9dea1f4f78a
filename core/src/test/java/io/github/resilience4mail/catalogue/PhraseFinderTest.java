/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhraseFinderTest {

    private static Set<String> found(List<String> phrases, String text) {
        Set<String> found = new TreeSet<>();
        new PhraseFinder(phrases.stream().map(Phrase::parse).toList())
                .find(NormalText.of(text), phrase -> found.add(phrases.get(phrase)));
        return found;
    }

    @Test
    void findsWholeWordsOnly() {
        assertThat(found(List.of("dul", "user unknown"), "The schedule; superuser unknown"))
                .isEmpty();
        assertThat(found(List.of("dul", "user unknown"), "in DUL: user  unknown."))
                .containsExactly("dul", "user unknown");
    }

    @Test
    void findsPhrasesInsideAndAcrossOthers() {
        assertThat(found(List.of("b", "a b", "b c", "a b c d", "c"), "a b c")).containsExactly("a b", "b", "b c", "c");
    }

    @Test
    void aGapSpansAtMostSixtyCharacters() {
        List<String> phrases = List.of("virus * detected");

        assertThat(found(phrases, "virus detected")).isNotEmpty();
        assertThat(found(phrases, "virus " + "x".repeat(59) + " detected")).isNotEmpty();
        assertThat(found(phrases, "virus " + "x".repeat(60) + " detected")).isEmpty();
        assertThat(found(phrases, "detected a virus")).isEmpty();
        assertThat(found(phrases, "virus " + "x".repeat(60) + " virus detected"))
                .isNotEmpty();
    }

    @Test
    void agreesWithASearchThatTriesEverything() {
        Random random = new Random(11);
        for (int round = 0; round < 2_000; round++) {
            List<String> phrases = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String phrase = words(random, 1 + random.nextInt(3)) + (random.nextBoolean() ? "" : " * z");
                if (!phrases.contains(phrase)) {
                    phrases.add(phrase);
                }
            }
            String text = words(random, 12) + " z " + words(random, 4);
            assertThat(found(phrases, text)).as(phrases + " in " + text).isEqualTo(naive(phrases, text));
        }
    }

    private static String words(Random random, int count) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append(i == 0 ? "" : " ").append((char) ('a' + random.nextInt(3)));
        }
        return words.toString();
    }

    private static Set<String> naive(List<String> phrases, String text) {
        Set<String> found = new TreeSet<>();
        String padded = " " + text + " ";
        for (String phrase : phrases) {
            boolean gap = phrase.endsWith(" * z");
            String first = " " + (gap ? phrase.substring(0, phrase.length() - 4) : phrase) + " ";
            int at = padded.indexOf(first);
            if (at >= 0 && (!gap || padded.indexOf(" z ", at + first.length() - 1) >= 0)) {
                found.add(phrase);
            }
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "User unknown | is not in normal form; write it as \"user unknown\"",
                "5.7.1 | is not in normal form; write it as \"5 7 1\"",
                "user  unknown | is not in normal form; write it as \"user unknown\"",
                "!!! | has no words",
                "a *  | is not in normal form",
                "a * b *  * c | has no words",
                "too many * many mails | overlap",
                "a * b a c | overlap"
            })
    void refusesWhatIsNotAPhrase(String text, String message) {
        assertThatThrownBy(() -> Phrase.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
