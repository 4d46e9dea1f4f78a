/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import static io.github.resilience4mail.cli.UsageException.require;

import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.policy.OnUnknown;
import io.github.resilience4mail.smtp.PrintableText;
import jakarta.mail.internet.InternetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code send} is asked for. */
final class SendOptions {

    private static final int MAX_LANES = 1000;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_QUOTED = 100;

    @Option(names = "--host", required = true, paramLabel = "HOST", description = "The server that takes the mail.")
    private String host = "";

    @Option(
            names = "--port",
            required = true,
            paramLabel = "PORT",
            converter = WholeNumber.class,
            description = "Its port, such as 587; on 465 TLS begins with the connection.")
    private int port;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "ADDRESS",
            description = "The sender: of the envelope, and of the message unless it comes from a file.")
    private String from = "";

    @Option(
            names = "--to",
            required = true,
            arity = "1..*",
            paramLabel = "ADDRESS",
            description = "The recipients, of one message together; {n} is replaced by the number of the message.")
    private List<String> to = new ArrayList<>();

    @Option(
            names = "--subject",
            paramLabel = "TEXT",
            description = "The subject; {n} is replaced by the number of the message.")
    private @Nullable String subject;

    @Option(names = "--body", paramLabel = "TEXT", description = "The text (default: none).")
    private @Nullable String body;

    @Option(
            names = "--eml",
            paramLabel = "FILE",
            description = "The message, instead of a text. Its headers are kept, but for Bcc and, with --count, the"
                    + " Message-ID; it goes to those named by --to.")
    private @Nullable Path eml;

    @Option(
            names = "--count",
            paramLabel = "N",
            converter = WholeNumber.class,
            defaultValue = "1",
            description = "How many messages (default: ${DEFAULT-VALUE}).")
    private int count = 1;

    @Option(names = "--user", paramLabel = "USER", description = "Whom to log in as; wants --password-env.")
    private @Nullable String user;

    @Option(
            names = "--password-env",
            paramLabel = "VARIABLE",
            description = "The environment variable that holds the password.")
    private @Nullable String passwordVariable;

    /** Only so that it is not repeated in a complaint. */
    @Option(names = "--password", hidden = true, arity = "0..1", fallbackValue = "")
    private @Nullable String password;

    @Option(
            names = "--starttls",
            paramLabel = "MODE",
            description = "required: nothing is sent without TLS; optional: TLS where it is offered; off (default:"
                    + " required with --user unless the server is this machine, else optional).")
    private @Nullable StartTls startTls;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            converter = DurationOption.class,
            defaultValue = "60s",
            description = "How long each message is tried, from its first attempt on; 0s means once (default:"
                    + " ${DEFAULT-VALUE}). What needs longer is deferred.")
    private Duration deadline = Duration.ZERO;

    @Option(
            names = "--max-delay",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "The longest wait between two attempts, also where the server asks for a longer one: for"
                    + " tests, and impolite otherwise (default: what the server asks for).")
    private @Nullable Duration maxDelay;

    @Option(
            names = "--on-unknown",
            paramLabel = "MODE",
            defaultValue = "resend",
            description = "When the final reply got lost: resend, which may deliver twice, or report (default:"
                    + " ${DEFAULT-VALUE}).")
    private OnUnknown onUnknown = OnUnknown.RESEND;

    @Option(
            names = "--lanes",
            paramLabel = "N",
            converter = WholeNumber.class,
            defaultValue = "8",
            description = "How many connections at once, at the most (default: ${DEFAULT-VALUE}).")
    private int lanes = 1;

    int lanes() throws UsageException {
        require(lanes >= 1 && lanes <= MAX_LANES, "--lanes is 1 to " + MAX_LANES + ", not " + lanes);
        return lanes;
    }

    MailServer server(Function<String, @Nullable String> environment) throws UsageException {
        require(
                isHost(host),
                "--host \"" + shown(host) + "\" is not a host: write its name alone, like"
                        + " mail.example.net, and its port behind --port");
        require(port >= 1 && port <= MAX_PORT, "--port is 1 to " + MAX_PORT + ", not " + port);
        MailServer.Login login = login(environment);
        StartTls mode = startTls == null ? StartTls.byDefault(host, login != null) : startTls;
        return new MailServer(host, port, mode, login);
    }

    /** A name, or an address of either version of IP. */
    private static boolean isHost(String text) {
        boolean oneColon = text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':');
        return !text.isEmpty() && !oneColon && text.chars().allMatch(SendOptions::isPartOfHost);
    }

    private static boolean isPartOfHost(int c) {
        return Character.isLetterOrDigit(c) || ".-_:[]%".indexOf(c) >= 0;
    }

    private MailServer.@Nullable Login login(Function<String, @Nullable String> environment) throws UsageException {
        require(password == null, PasswordVariable.NOT_ON_THE_COMMAND_LINE);
        String variable = passwordVariable;
        String name = user;
        if (name == null && variable == null) {
            return null;
        }
        if (name == null || variable == null) {
            throw new UsageException(
                    "--user and --password-env go together: the second names the environment variable that holds the"
                            + " password");
        }
        require(!name.isEmpty(), "--user is empty: give the name to log in as, or leave it out");
        return new MailServer.Login(name, PasswordVariable.read(variable, environment));
    }

    Draft draft() throws UsageException {
        require(body == null || eml == null, "--body and --eml exclude each other: choose one");
        InternetAddress sender = MailAddress.parse("--from", from);
        EmlFile file = eml == null ? null : EmlFile.read(eml);
        return Draft.of(sender, to, subject, new Draft.Content(file, body == null ? "" : body), count);
    }

    /** Quick retries that contradict the deadline or the longest delay are shortened or left out. */
    MailRetryPolicy policy() throws UsageException {
        MailRetryPolicy defaults = MailRetryPolicy.defaults();
        Duration longest = maxDelay == null ? defaults.maxDelay() : maxDelay;
        require(!longest.isZero(), "--max-delay is more than 0s: some time has to pass between two attempts");
        List<Duration> quick = defaults.quickRetries().stream()
                .map(delay -> delay.compareTo(longest) <= 0 ? delay : longest)
                .filter(delay -> delay.compareTo(deadline) <= 0)
                .toList();
        return MailRetryPolicy.builder()
                .deadline(deadline)
                .lifetime(deadline.compareTo(defaults.lifetime()) > 0 ? deadline : defaults.lifetime())
                .quickRetries(quick)
                .maxDelay(longest)
                .maxHint(maxDelay == null ? defaults.maxHint() : longest)
                .onUnknown(onUnknown)
                .build();
    }

    private static String shown(String text) {
        return PrintableText.of(text, MAX_QUOTED);
    }
}
