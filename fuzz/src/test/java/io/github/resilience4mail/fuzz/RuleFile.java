/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.fuzz;

import io.github.resilience4mail.catalogue.CatalogueException;
import io.github.resilience4mail.catalogue.ReplyCatalogue;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is promised about a user's file of rules: it is understood, or there is one sentence that says where it is not. */
final class RuleFile {

    private static final int MAX_MESSAGE = 2_020;

    private RuleFile() {}

    /** The input is the file. */
    static void read(byte[] input) {
        try {
            Path file = Temporary.FILE;
            Files.write(file, input);
            read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(Path file) {
        ReplyCatalogue catalogue;
        try {
            catalogue = ReplyCatalogue.withRules(file);
        } catch (CatalogueException e) {
            String message = String.valueOf(e.getMessage());
            Promise.that(message.startsWith(file + ":"), "the file is not named: " + message);
            Promise.printable(message, file.toString().length() + MAX_MESSAGE);
            return;
        }
        Promise.that(catalogue.size() > ReplyCatalogue.standard().size(), "accepted, but no rule is there");
        for (String reply :
                new String[] {"450", "550 5.1.1 User unknown", "554 5.7.1 try again in 5 minutes", "what"}) {
            catalogue
                    .classify(SmtpReply.parse(reply), SmtpPhase.RCPT, "mx.example.net")
                    .ifPresent(Replies::check);
        }
    }

    /** Made when first needed, and only once. */
    private static final class Temporary {

        static final Path FILE = create();

        private Temporary() {}

        private static Path create() {
            try {
                Path file = Files.createTempFile("rules", ".yaml");
                file.toFile().deleteOnExit();
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
