/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import static io.github.resilience4mail.cli.Program.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.cli.Program.Answer;
import io.github.resilience4mail.outbox.MailOutbox;
import io.github.resilience4mail.outbox.OutboxSchema;
import io.github.resilience4mail.outbox.OutboxState;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code outbox} as it is called, in this process, on H2 in a file. */
class OutboxCommandTest {

    private static final String DESTINATION = "smtp.example.net:587";
    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");

    @TempDir
    private Path directory = Path.of("");

    private String url = "";

    @BeforeEach
    void enqueue() throws Exception {
        url = "jdbc:h2:file:" + directory.resolve("mail") + ";REUSE_SPACE=FALSE";
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL(url + ";DB_CLOSE_DELAY=0");
        try (Connection connection = dataSource.getConnection()) {
            OutboxSchema.create(connection);
        }
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "smtp.example.net");
        properties.put("mail.smtp.port", "587");
        Session session = Session.getInstance(properties);
        try (MailOutbox outbox = MailOutbox.builder(dataSource, session).build()) {
            MimeMessage message = new MimeMessage(session);
            message.setFrom("shop@snd.example");
            message.setRecipients(MimeMessage.RecipientType.TO, "ada@rcv.example, bob@rcv.example");
            message.setText("Hello");
            message.saveChanges();
            message.setHeader("Message-ID", "<1@snd.example>");
            outbox.enqueue(message);
        }
    }

    private void execute(String sql, Object... values) throws Exception {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    private Answer outbox(String command, String... args) {
        List<String> all = new ArrayList<>(List.of("outbox", command, "--url", url));
        all.addAll(List.of(args));
        return run(all.toArray(String[]::new));
    }

    private List<String> ids() {
        return ID.matcher(outbox("list", "--json").out())
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    @Test
    void theFieldsOfARecipientAreFixed() {
        Answer answer = outbox("list", "--json", "--limit", "1");

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.err()).isEmpty();
        assertThat(answer.lines()).hasSize(1);
        assertThat(answer.out().replaceAll("\\d+-\\d+-\\d+T[^\"]*", "T").replaceAll("\"id\":\\d+", "\"id\":1"))
                .isEqualTo("{\"id\":1,\"messageId\":\"<1@snd.example>\",\"recipient\":\"ada@rcv.example\","
                        + "\"destination\":\"smtp.example.net:587\",\"priority\":0,\"state\":\"QUEUED\","
                        + "\"createdAt\":\"T\",\"dueAt\":\"T\",\"settledAt\":null,\"attempts\":0,"
                        + "\"possibleDuplicate\":false,\"phase\":null,\"reply\":null,\"decision\":null,"
                        + "\"reason\":null,\"rule\":null}\n");
    }

    @Test
    void aListIsFilteredAndPagedAndSaysHowToGoOn() {
        assertThat(outbox("list").lines()).hasSize(2).allMatch(line -> line.contains("  queued  "));
        Answer first = outbox("list", "--limit", "1", "--state", "queued", "--destination", DESTINATION);
        assertThat(first.lines()).singleElement().asString().contains("ada@rcv.example");
        Matcher more = Pattern.compile("--after (\\d+)").matcher(first.err());
        assertThat(more.find()).isTrue();
        assertThat(outbox("list", "--after", more.group(1)).lines())
                .singleElement()
                .asString()
                .contains("bob@rcv.example");
        assertThat(outbox("list", "--destination", "elsewhere").out()).isEmpty();
        assertThat(outbox("list", "--state", "parked").out()).isEmpty();
    }

    @Test
    void depthCountsAndTellsWhatIsParked() {
        assertThat(outbox("park", "--account").out()).isEqualTo("the account: done\n");
        assertThat(outbox("depth").lines())
                .satisfiesExactly(
                        depth -> assertThat(depth).startsWith(DESTINATION + "  queued  2  the oldest for "),
                        parked -> assertThat(parked)
                                .startsWith("the account  parked since ")
                                .endsWith(": by hand"));
        assertThat(outbox("depth", "--json", "--open").lines())
                .satisfiesExactly(
                        depth -> assertThat(depth)
                                .startsWith("{\"destination\":\"" + DESTINATION
                                        + "\",\"state\":\"QUEUED\",\"recipients\":2,\"oldest\":\""),
                        parked -> assertThat(parked)
                                .startsWith("{\"parked\":\"*\",\"since\":\"")
                                .endsWith("\",\"why\":\"by hand\"}"));
        assertThat(outbox("release", "--account", "--json").out()).isEqualTo("{\"account\":\"*\",\"changed\":true}\n");
    }

    @Test
    void aRecipientIsParkedReleasedRetriedCancelledAndPurged() throws Exception {
        String id = ids().get(0);
        assertThat(outbox("park", id).out()).isEqualTo(id + ": done\n");
        Answer parked = outbox("retry", id, "--json");
        assertThat(parked.exitCode()).isEqualTo(65);
        assertThat(parked.out()).isEqualTo("{\"id\":" + id + ",\"changed\":false}\n");
        assertThat(parked.err()).contains(id + " is parked: release it first");
        assertThat(outbox("release", id).exitCode()).isZero();
        assertThat(outbox("retry", id).exitCode()).isZero();
        assertThat(outbox("cancel", id).exitCode()).isZero();
        Answer again = outbox("cancel", id);
        assertThat(again.exitCode()).isEqualTo(65);
        assertThat(again.err()).contains("has its outcome: cancelled");
        assertThat(outbox("purge", "--retention", "30d").out()).isEqualTo("purged: 0\n");
        execute("update outbox_recipient set settled_at = 1 where settled_at is not null");
        assertThat(outbox("purge", "--retention", "30d", "--json").out()).isEqualTo("{\"purged\":1}\n");
    }

    @Test
    void allWhoWaitAreRetriedTogether() throws Exception {
        execute("update outbox_recipient set due_at = due_at + 3600000");
        assertThat(outbox("list").out()).contains("due at ");
        assertThat(outbox("retry", "--destination", "elsewhere").out()).isEqualTo("retried: 0\n");
        assertThat(outbox("retry", "--all").out()).isEqualTo("retried: 2\n");
        assertThat(outbox("park", "--destination", DESTINATION).out()).isEqualTo(DESTINATION + ": done\n");
        assertThat(outbox("release", "--destination", DESTINATION).out()).isEqualTo(DESTINATION + ": done\n");
    }

    @Test
    void whoIsBeingSentToCannotBeCancelledNow() throws Exception {
        execute("update outbox_recipient set state = 'CLAIMED'");
        Answer answer = outbox("cancel", ids().get(0));
        assertThat(answer.exitCode()).isEqualTo(75);
        assertThat(answer.err()).contains("try again later");
    }

    @Test
    void allIsSaidInFrenchToo() throws Exception {
        String id = ids().get(0);
        execute(
                "insert into outbox_attempt (recipient, attempt, at, acceptance, phase, reply, decision, reason, rule)"
                        + " values (?, 1, 0, 'UNKNOWN', 'RCPT', '451 Later', 'RETRY', 'GREYLISTED', 'r')",
                Long.valueOf(id));
        execute(
                "update outbox_recipient set attempts = 1, ever_unknown = true, due_at = due_at + 3600000 where id = ?",
                Long.valueOf(id));

        assertThat(outbox("park", "--account", "--lang", "fr").out()).isEqualTo("le compte : fait\n");
        assertThat(outbox("depth", "--lang", "fr").lines())
                .satisfiesExactly(
                        depth -> assertThat(depth).startsWith(DESTINATION + "  en attente  2  le plus ancien depuis "),
                        parked -> assertThat(parked).startsWith("le compte  suspendu depuis "));
        assertThat(outbox("show", id, "--lang", "fr").out())
                .contains(
                        "  à envoyer à partir de ",
                        "  tentatives : 1",
                        "peut-être déjà accepté",
                        "  tentative 1 à 1970-01-01T00:00:00Z, acceptation : inconnue");
        Answer list = outbox("list", "--limit", "1", "--lang", "fr");
        assertThat(list.err()).isEqualTo("il y en a peut-être d'autres : ajoutez --after " + id + "\n");
        assertThat(outbox("release", id, "--lang", "fr"))
                .satisfies(answer -> assertThat(answer.out()).isEqualTo(id + " : rien n'a changé\n"))
                .satisfies(answer -> assertThat(answer.err()).isEqualTo(id + " attend, et n'est pas suspendu\n"));
        assertThat(outbox("cancel", id, "--lang", "fr").out()).isEqualTo(id + " : fait\n");
        assertThat(outbox("cancel", id, "--lang", "fr").err()).isEqualTo(id + " a déjà son résultat : annulé\n");
        assertThat(outbox("show", "1", "--lang", "fr").err()).isEqualTo("1 n'est pas dans la file d'envoi\n");
        assertThat(outbox("retry", "--all", "--lang", "fr").out()).startsWith("à renvoyer tout de suite : ");
        assertThat(outbox("purge", "--retention", "30d", "--lang", "fr").out()).isEqualTo("supprimés : 0\n");
    }

    @Test
    void programsAreAnsweredTheSameInEachLanguage() {
        assertThat(outbox("list", "--json", "--lang", "fr").out())
                .isEqualTo(outbox("list", "--json", "--lang", "en").out());
        assertThat(outbox("retry", "--all", "--json", "--lang", "fr").out()).isEqualTo("{\"retried\":0}\n");
        assertThat(outbox("list", "--lang", "de").exitCode()).isEqualTo(64);
    }

    @Test
    void eachStateHasANameInEachLanguage() {
        for (Locale language : List.of(Locale.ENGLISH, Locale.FRENCH)) {
            assertThat(OutboxState.values())
                    .allSatisfy(state -> assertThat(Language.labels(language).getString("state." + state))
                            .isNotBlank());
        }
    }

    @Test
    void showTellsRepliesAndVerdictsAndNothingATerminalWouldObey() throws Exception {
        String id = ids().get(0);
        String hostile = "451 4.3.0 Later \u001b[2J\u009b\u202e\n250 OK";
        execute(
                "insert into outbox_attempt (recipient, attempt, at, acceptance, phase, reply, decision, reason, rule)"
                        + " values (?, 1, 0, 'NO', 'RCPT', ?, 'RETRY', 'GREYLISTED', 'r')",
                Long.valueOf(id),
                hostile);
        execute(
                "update outbox_recipient set reply = ?, phase = 'RCPT', attempts = 1 where id = ?",
                hostile,
                Long.valueOf(id));

        Answer text = outbox("show", "<1@snd.example>");
        assertThat(text.exitCode()).isZero();
        assertThat(text.out())
                .contains("  attempt 1 at 1970-01-01T00:00:00Z, acceptance: no", "RETRY, GREYLISTED", "451 4.3.0 Later")
                .doesNotContain("\u001b", "\u009b", "\u202e", "\n250 OK");
        Answer json = outbox("show", id, "--json");
        assertThat(json.lines()).hasSize(2);
        assertThat(json.lines().get(1))
                .startsWith("{\"id\":" + id + ",\"attempt\":1,\"at\":\"1970-01-01T00:00:00Z\",\"acceptance\":\"NO\",")
                .contains("\\u001B[2J\\u009B\\u202E\\n250 OK");
        Answer nobody = outbox("show", "1");
        assertThat(nobody.exitCode()).isEqualTo(65);
        assertThat(nobody.err()).isEqualTo("1 is not in the outbox\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "list --limit 0 | --limit is 0: use 1 or more",
                "list --state lost | lost",
                "show ada | neither the number of a recipient nor a Message-ID",
                "retry | name recipients by their numbers, or else --destination, or else --all",
                "retry 1 --all | name recipients by their numbers",
                "cancel | name a recipient by its number",
                "park | or else --account",
                "release 1 --account | or else --account",
                "purge | --retention",
                "purge --retention 30 | is not a duration",
                "list --password secret | put it into an environment variable",
                "list --password-env X | --password-env wants --user",
                "list --user a --password-env X | the environment variable X named by --password-env is not set"
            })
    void whatMakesNoSenseIsWrongUsage(String line, String sentence) {
        String[] words = line.split(" ");
        Answer answer = outbox(words[0], List.of(words).subList(1, words.length).toArray(String[]::new));
        assertThat(answer.exitCode()).isEqualTo(64);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err()).contains(sentence, "--help").doesNotContain("secret");
        assertThat(answer.err().lines()).hasSize(1);
    }

    @Test
    void aUrlOfAnotherDatabaseOrWithAPasswordIsWrongUsage() {
        assertThat(run("outbox", "depth", "--url", "jdbc:mysql://localhost/mail")
                        .err())
                .contains("use jdbc:postgresql://HOST/DATABASE or jdbc:h2:file:PATH");
        Answer password = run("outbox", "depth", "--url", "jdbc:postgresql://localhost/mail?password=secret");
        assertThat(password.exitCode()).isEqualTo(64);
        assertThat(password.err()).doesNotContain("secret");
        assertThat(run("outbox").exitCode()).isEqualTo(64);
    }

    @Test
    void aDatabaseThatIsNotThereIsNotMade() {
        Answer answer = run("outbox", "depth", "--url", "jdbc:h2:file:" + directory.resolve("misspelt"));
        assertThat(answer.exitCode()).isEqualTo(78);
        assertThat(answer.err().lines()).hasSize(1);
        assertThat(directory.resolve("misspelt.mv.db")).doesNotExist();
    }

    @Test
    void aDatabaseWithoutAnOutboxOrOfAnotherVersionIsNamedWithTheCure() throws Exception {
        execute("update outbox_schema set version = 9");
        assertThat(outbox("depth").err()).contains("version 9");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("drop all objects");
        }
        Answer answer = outbox("depth");
        assertThat(answer.exitCode()).isEqualTo(78);
        assertThat(answer.err()).contains("h2-V1__outbox.sql");
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsForLater() {
        Answer answer = run("outbox", "depth", "--url", "jdbc:postgresql://127.0.0.1:1/mail", "--user", "mail");
        assertThat(answer.exitCode()).isEqualTo(75);
        assertThat(answer.err().lines()).hasSize(1);
    }

    @Test
    void thePasswordComesFromTheEnvironment() throws Exception {
        execute("create user shop password 'right' admin");
        String[] args = {"outbox", "depth", "--url", url, "--user", "shop", "--password-env", "DB"};
        assertThat(Program.with(Map.of("DB", "right")).answer("", args).exitCode())
                .isZero();
        Answer wrong = Program.with(Map.of("DB", "wrong-secret")).answer("", args);
        assertThat(wrong.exitCode()).isEqualTo(78);
        assertThat(wrong.err()).doesNotContain("wrong-secret");
    }

    /** A message that says that mail to the first recipient came back. */
    private Path bounce() throws IOException {
        return Files.writeString(
                directory.resolve("b.eml"),
                """
                From: MAILER-DAEMON@mta.example
                Subject: failure notice
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mta.example

                Final-Recipient: rfc822; ada@rcv.example
                Action: failed
                Status: 5.1.1
                Diagnostic-Code: smtp; 550 5.1.1 No such user

                --b
                Content-Type: text/rfc822-headers

                Message-ID: <1@snd.example>

                --b--
                """);
    }

    @Test
    void whoIsHeldBySomebodyElseIsForLater() throws Exception {
        execute("update outbox_recipient set state = 'DELIVERED', attempts = 1, settled_at = 1, phase = 'END_OF_DATA'");
        String id = ids().get(0);
        String impatient = url + ";LOCK_TIMEOUT=50";
        try (Connection other = DriverManager.getConnection(url);
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("update outbox_recipient set priority = 1");
            Answer bounced = run("bounces", bounce().toString(), "--outbox", impatient);
            assertThat(bounced.exitCode()).as(bounced.err()).isEqualTo(75);
            assertThat(bounced.out()).isEmpty();
            assertThat(bounced.err().lines()).hasSize(1);
            other.rollback();
        }
        assertThat(run("bounces", bounce().toString(), "--outbox", impatient).out())
                .contains("is given up now (" + id + ")");
    }

    @Test
    void anUnreadableFileStopsNeitherTheOthersNorTheOutbox() throws Exception {
        execute("update outbox_recipient set state = 'DELIVERED', attempts = 1, settled_at = 1, phase = 'END_OF_DATA'");
        Path broken = Files.writeString(directory.resolve("broken.eml"), "");
        Answer answer = run("bounces", broken.toString(), bounce().toString(), "--outbox", url);
        assertThat(answer.exitCode()).isEqualTo(65);
        assertThat(answer.out()).contains("is given up now");
        execute("update outbox_schema set version = 9");
        Answer wrong = run("bounces", broken.toString(), bounce().toString(), "--outbox", url);
        assertThat(wrong.exitCode()).isEqualTo(78);
        assertThat(wrong.out()).isEmpty();
        assertThat(run("bounces", bounce().toString()).exitCode()).isZero();
    }

    @Test
    void aBounceIsFedBackToTheRecipientItIsAbout() throws Exception {
        execute("update outbox_recipient set state = 'DELIVERED', attempts = 1, settled_at = 1, phase = 'END_OF_DATA'");
        Path bounce = bounce();
        String id = ids().get(0);
        Answer first = run("bounces", bounce.toString(), "--outbox", url, "--json");
        assertThat(first.exitCode()).isZero();
        assertThat(first.out()).endsWith(",\"outbox\":\"RECORDED\",\"outboxId\":" + id + "}\n");
        Answer again = run("bounces", bounce.toString(), "--outbox", url);
        assertThat(again.out()).contains("In the outbox: given up already (" + id + ")");
        assertThat(run("bounces", bounce.toString(), "--outbox", url, "--lang", "fr")
                        .out())
                .contains("déjà abandonné");
        assertThat(outbox("list", "--state", "given_up").out())
                .contains("ada@rcv.example", "BOUNCE: 550 5.1.1 No such user", "GIVE_UP, UNKNOWN_RECIPIENT")
                .doesNotContain("bob@rcv.example");
        assertThat(run("bounces", bounce.toString(), "--outbox", "jdbc:h2:file:" + directory.resolve("no"))
                        .exitCode())
                .isEqualTo(78);
        assertThat(run("bounces", bounce.toString(), "--outbox", "oracle").exitCode())
                .isEqualTo(64);
    }
}
