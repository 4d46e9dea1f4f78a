/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubscriberFileTest {

    private final Words english = new Words(Locale.ENGLISH);

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("list"), text);
    }

    private SubscriberFile read(String text) throws IOException, UsageException {
        return SubscriberFile.read(file(text), english);
    }

    @Test
    void readsOneAddressALine() throws IOException, UsageException {
        SubscriberFile list = read("ann@one.example\n\n# a comment\n \t bob+x@two.example \r\n\"c d\"@three.example");
        assertThat(list.addresses()).containsExactly("ann@one.example", "bob+x@two.example", "\"c d\"@three.example");
        assertThat(list.remarks()).isEmpty();
    }

    @Test
    void overlooksTheMarkThatSomeEditorsPutFirst() throws IOException, UsageException {
        assertThat(read("\uFEFFann@one.example\n").addresses()).containsExactly("ann@one.example");
    }

    @Test
    void namesAnAddressOnceAndSaysSo() throws IOException, UsageException {
        SubscriberFile list = read("ann@one.example\nbob@one.example\nann@One.Example\nAnn@one.example\n");
        assertThat(list.addresses()).containsExactly("ann@one.example", "bob@one.example", "Ann@one.example");
        assertThat(list.remarks())
                .containsExactly(folder.resolve("list") + ":3: ann@One.Example stands in line 1 already:"
                        + " it is sent to once");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            ann                         | "ann" has no domain: write the whole address, like reader@example.net
            ann@                        | "ann@" is not an address: write one address a line, like reader@example.net
            @one.example                | "@one.example" is not an address: write one address a line, like reader@example.net
            ann@one.example bob@two.example | "ann@one.example bob@two.example" is not an address: write one address a line, like reader@example.net
            ann@one.example, bob@two.example | "ann@one.example, bob@two.example" is not an address: write one address a line, like reader@example.net
            Ann <ann@one.example>       | "Ann <ann@one.example>" is more than an address: write the address alone, like reader@example.net
            all: ann@one.example;       | "all: ann@one.example;" is more than an address: write the address alone, like reader@example.net
            ann@one.example # sister    | "ann@one.example # sister" is not an address: write one address a line, like reader@example.net
            """)
    void refusesABrokenLine(String line, String sentence) throws IOException {
        Path file = file("ok@one.example\n" + line + "\n");
        assertThatThrownBy(() -> SubscriberFile.read(file, english))
                .isInstanceOf(UsageException.class)
                .hasMessage(file + ":2: " + sentence);
    }

    @Test
    void refusesAControlCharacterAndDoesNotRepeatIt() throws IOException {
        Path file = file("ann@one.example\u001b[2J\n");
        assertThatThrownBy(() -> SubscriberFile.read(file, english))
                .hasMessage(file + ":1: \"ann@one.example\uFFFD[2J\" holds a control character: remove it");
    }

    @Test
    void namesTheLineThatIsNotInUtf8() throws IOException {
        Path file = folder.resolve("latin1");
        Files.write(file, "ann@one.example\nren\u00e9@one.example\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> SubscriberFile.read(file, english))
                .hasMessage(file + ":2: the line is not in UTF-8: save the file as UTF-8");
    }

    @Test
    void refusesAFileWithoutRecipients() throws IOException {
        Path file = file("# nobody yet\n\n");
        assertThatThrownBy(() -> SubscriberFile.read(file, english))
                .hasMessage(file + " names no recipient: write one address a line");
    }

    @Test
    void complainsInFrenchToo() throws IOException {
        Path file = file("ann\n");
        assertThatThrownBy(() -> SubscriberFile.read(file, new Words(Locale.FRENCH)))
                .hasMessage(file + ":1 : « ann » n'a pas de domaine : écrire l'adresse entière, comme"
                        + " lecteur@example.net");
    }
}
