/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files that rules are read from: ours, and those of users. */
final class RuleFiles {

    /** A jar cannot be listed, so the names stand here; a test compares them with the directory. */
    static final List<String> STANDARD = List.of(
            "rfc.yaml",
            "status.yaml",
            "phrases.yaml",
            "languages.yaml",
            "concepts.yaml",
            "provider/exchange.yaml",
            "provider/french.yaml",
            "provider/gateways.yaml",
            "provider/gmail.yaml",
            "provider/hosters.yaml",
            "provider/senders.yaml",
            "provider/ses.yaml",
            "provider/yahoo.yaml");

    /** The words that say whether a refusal is for now or for good. */
    static final String FINALITY = "finality.yaml";

    private RuleFiles() {}

    /** All rules that come with the library, as the build has compiled them. */
    static RuleSet standard() {
        try (InputStream in = RuleFiles.class.getResourceAsStream(CompiledRules.NAME)) {
            // a checkout that an IDE has compiled has only the sources
            return in == null
                    ? written()
                    : CompiledRules.read(new DataInputStream(new ByteArrayInputStream(in.readAllBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same rules as they are written, with their samples. */
    static RuleSet written() {
        List<Rule> rules = new ArrayList<>();
        for (String name : STANDARD) {
            rules.addAll(RuleReader.read(name, resource(name), false));
        }
        return new RuleSet(rules, Finality.of(RuleReader.read(FINALITY, resource(FINALITY), false)));
    }

    private static String resource(String name) {
        try (InputStream in = RuleFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new CatalogueException(name + ": the library's jar does not contain its own rules");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rules of a user's file. */
    static List<Rule> read(Path file) {
        try {
            return RuleReader.read(file.toString(), Files.readString(file), true);
        } catch (CharacterCodingException e) {
            throw new CatalogueException(file + ": the file is not in UTF-8; save it so");
        } catch (NoSuchFileException e) {
            throw new CatalogueException(file + ": there is no such file");
        } catch (IOException e) {
            throw new CatalogueException(file + ": the file cannot be read: " + e.getMessage());
        }
    }
}
