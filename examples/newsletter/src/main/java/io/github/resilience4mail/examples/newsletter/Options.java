/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.policy.OnUnknown;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the program is asked for. */
final class Options {

    /** Whether the connection is encrypted. */
    enum StartTls {
        REQUIRED,
        OPTIONAL,
        OFF
    }

    /** The language of the output. */
    enum Language {
        EN(Locale.ENGLISH),
        FR(Locale.FRENCH);

        private final Locale locale;

        Language(Locale locale) {
            this.locale = locale;
        }

        Locale locale() {
            return locale;
        }
    }

    private static final int EMBEDDED_FACTOR = 60;
    private static final int EMBEDDED_SUBSCRIBERS = 2_000;

    @Option(names = "--host", paramLabel = "HOST", description = "a real server; without it the program plays five")
    @Nullable
    String host;

    @Option(names = "--port", paramLabel = "PORT", description = "the real server's port (default: 25)")
    @Nullable
    Integer port;

    @Option(names = "--from", paramLabel = "ADDRESS", description = "the sender, for a real server")
    @Nullable
    String from;

    @Option(names = "--to-file", paramLabel = "FILE", description = "the recipients, one address a line; # comments")
    @Nullable
    Path toFile;

    @Option(names = "--user", paramLabel = "USER", description = "whom to log in as")
    @Nullable
    String user;

    @Option(names = "--password-env", paramLabel = "NAME", description = "the environment variable with the password")
    @Nullable
    String passwordVariable;

    @Option(names = "--starttls", paramLabel = "MODE", description = "required, optional (default) or off")
    @Nullable
    StartTls startTls;

    @Option(names = "--lanes", paramLabel = "N", description = "connections per domain, at the most (default: 8)")
    int lanes = 8;

    @Option(
            names = "--factor",
            paramLabel = "N",
            description = "how many times as fast time runs (default: 60; with --host: 1)")
    @Nullable
    Integer factor;

    @Option(names = "--subscribers", paramLabel = "N", description = "how many, without --host (default: 2000)")
    @Nullable
    Integer subscribers;

    @Option(names = "--seed", paramLabel = "N", description = "which course chance takes (default: 1)")
    long seed = 1;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "where the report goes, as a page (default: beside the program, or beside the list)")
    @Nullable
    Path report;

    @Option(
            names = "--journal",
            paramLabel = "FILE",
            description =
                    "where the run is written down as it goes, with --host (default: the list's name and .journal)")
    @Nullable
    Path journal;

    @Option(
            names = "--resume",
            paramLabel = "FILE",
            description = "the journal of a broken run, which is continued: nobody who was accepted is sent to again")
    @Nullable
    Path resume;

    @Option(
            names = "--outbox",
            paramLabel = "FILE",
            description = "a database in which the issue is kept until everybody has an outcome, in place of a journal;"
                    + " the same call again continues a broken run")
    @Nullable
    Path outbox;

    @Option(
            names = "--on-unknown",
            paramLabel = "WHAT",
            description = "when nobody can say whether somebody was accepted: resend (default) or report")
    @Nullable
    OnUnknown onUnknown;

    @Option(names = "--no-live", description = "no live view on a terminal: a line now and then")
    boolean noLive;

    @Option(names = "--lang", paramLabel = "LANG", description = "en (default) or fr")
    Language language = Language.EN;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this and ends")
    boolean help;

    boolean isEmbedded() {
        return host == null;
    }

    int factor() {
        return factor == null ? isEmbedded() ? EMBEDDED_FACTOR : 1 : factor;
    }

    int subscribers() {
        return subscribers == null ? EMBEDDED_SUBSCRIBERS : subscribers;
    }

    /** Refuses what contradicts itself, before anything is sent. */
    void check() throws UsageException {
        inRange("--lanes", lanes, 1, 100);
        inRange("--factor", factor(), 1, 10_000);
        inRange("--subscribers", subscribers(), 1, 1_000_000);
        if (isEmbedded()) {
            checkEmbedded();
        } else {
            require(from != null, "--host needs --from: the address that the newsletter comes from");
            require(toFile != null, "--host needs --to-file: a file with one recipient's address a line");
            require(subscribers == null, "--subscribers does not go with --host: the recipients come from --to-file");
            require(
                    (user == null) == (passwordVariable == null),
                    "--user and --password-env go together: the second names the environment variable with the password");
            require(
                    resume == null || journal == null,
                    "--resume and --journal do not go together: the run goes on in the journal that it resumes");
            require(
                    outbox == null || (resume == null && journal == null),
                    "--outbox does not go with --journal or --resume: the database knows how far the run has come");
            require(outbox == null || factor() == 1, "--outbox does not go with --factor: a database has one time");
            inRange("--port", port == null ? 25 : port, 1, 65_535);
        }
    }

    private void checkEmbedded() throws UsageException {
        String cure = " needs --host: without a real server the program plays the receivers itself";
        require(port == null, "--port" + cure);
        require(from == null, "--from" + cure);
        require(toFile == null, "--to-file" + cure);
        require(user == null, "--user" + cure);
        require(passwordVariable == null, "--password-env" + cure);
        require(startTls == null, "--starttls" + cure);
        require(onUnknown == null, "--on-unknown" + cure);
        String reason = " needs --host: the receivers that the program plays forget everything when it ends";
        require(journal == null, "--journal" + reason);
        require(resume == null, "--resume" + reason);
        require(outbox == null, "--outbox" + reason);
    }

    /** The real server, as {@link #check} has found it well described. */
    RealServer server(Map<String, String> environment) throws UsageException {
        String password = passwordVariable == null ? null : environment.get(passwordVariable);
        require(
                passwordVariable == null || password != null,
                "the environment has no variable " + passwordVariable + ": export it with the password in it");
        return new RealServer(
                String.valueOf(host),
                port == null ? 25 : port,
                startTls == null ? StartTls.OPTIONAL : startTls,
                user,
                password);
    }

    /** Who gets it, as {@link #check} has found that they are named. */
    Path toFile() {
        return Objects.requireNonNull(toFile, "--to-file");
    }

    /** Where the report goes. */
    Path page() {
        if (report != null) {
            return report;
        }
        return isEmbedded() ? ReportFile.besideTheProgram() : besideTheList(".report.html");
    }

    /** Where a run against a real server is written down. */
    Path journal() {
        if (journal != null) {
            return journal;
        }
        return resume != null ? resume : besideTheList(".journal");
    }

    /** The journal of the run that this one continues. */
    Optional<Path> resumed() {
        return Optional.ofNullable(resume);
    }

    /** The database in which the issue is kept. */
    Optional<Path> outbox() {
        return Optional.ofNullable(outbox);
    }

    private Path besideTheList(String ending) {
        return toFile().resolveSibling(toFile().getFileName() + ending);
    }

    OnUnknown onUnknown() {
        return onUnknown == null ? OnUnknown.RESEND : onUnknown;
    }

    /** The sender of a run against a real server. */
    String sender() throws UsageException {
        try {
            return new InternetAddress(String.valueOf(from), true).getAddress();
        } catch (AddressException e) {
            throw new UsageException("--from \"" + from + "\" is not an address: write it like news@example.net");
        }
    }

    private static void inRange(String name, int value, int least, int most) throws UsageException {
        require(value >= least && value <= most, name + " is " + least + " to " + most + ", not " + value);
    }

    private static void require(boolean condition, String sentence) throws UsageException {
        if (!condition) {
            throw new UsageException(sentence);
        }
    }
}
