/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.catalogue.ReplyCatalogue;
import io.github.resilience4mail.engine.AttemptResult;
import io.github.resilience4mail.engine.DeliveryEvent;
import io.github.resilience4mail.engine.DeliveryEvent.AttemptBegun;
import io.github.resilience4mail.engine.DeliveryEvent.AttemptEnded;
import io.github.resilience4mail.engine.DeliveryEvent.RecipientSettled;
import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String FULL = "452 4.2.2 Mailbox full, <b>ça va</b>";

    private final Words english = new Words(Locale.ENGLISH);
    private final List<String> subscribers = List.of("a@x.example", "b@x.example", "c@x.example", "d@x.example");
    private final RunIdentity identity = RunIdentity.of("issue", subscribers, NOW);

    @TempDir
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("run.journal");
    }

    private static String id(int number) {
        return "<" + number + ".abc@news.example>";
    }

    private static DeliveryEvent begun(int number) {
        return new AttemptBegun("test", NOW, id(number), List.of("somebody@x.example"));
    }

    private static DeliveryEvent ended(int number, AttemptResult result) {
        return new AttemptEnded("test", NOW, id(number), Duration.ZERO, Map.of("somebody@x.example", result));
    }

    private static DeliveryEvent settled(int number, DeliveryReport report) {
        return new RecipientSettled("test", NOW, id(number), report.recipients().get(0));
    }

    private static AttemptResult refused(String text) {
        SmtpReply reply = SmtpReply.parse(text);
        return AttemptResult.refused(
                SmtpPhase.RCPT,
                reply,
                ReplyCatalogue.standard().classify(reply, SmtpPhase.RCPT, null).orElseThrow());
    }

    private static AttemptResult unknown() {
        return AttemptResult.unknown(refused("451 4.4.2 lost").verdict().orElseThrow());
    }

    private void write(DeliveryEvent... events) throws UsageException, IOException {
        try (Journal journal = Journal.begin(file, identity, Issue::numberOf, english)) {
            Arrays.stream(events).forEach(journal::on);
            assertThat(journal.hasFailed()).isFalse();
        }
    }

    private void goOn(DeliveryEvent... events) throws UsageException, IOException {
        JournalReader.Content content = read();
        try (Journal journal = Journal.resume(
                file,
                content,
                Issue::numberOf,
                number -> content.standings().get(number - 1).mayHaveArrived(),
                english)) {
            Arrays.stream(events).forEach(journal::on);
        }
    }

    private JournalReader.Content read() throws UsageException {
        return JournalReader.read(file, english);
    }

    private Standing standing(int number) throws UsageException {
        return read().standings().get(number - 1);
    }

    @Test
    void knowsWhoseItIs() throws UsageException, IOException {
        write();
        assertThat(read().identity()).isEqualTo(identity);
        assertThat(read().standings()).hasSize(4).containsOnly(Standing.UNTOUCHED);
        assertThat(read().length()).isEqualTo(Files.size(file));
    }

    @Test
    void namesNobody() throws UsageException, IOException {
        write(begun(1), settled(1, Reports.delivered("a@x.example")));
        assertThat(Files.readString(file)).doesNotContain("@");
    }

    @Test
    void keepsHowEverybodyEnded() throws UsageException, IOException {
        write(
                begun(1),
                settled(1, Reports.delivered("a@x.example")),
                begun(2),
                ended(2, refused(FULL)),
                settled(2, Reports.refused("b@x.example", FULL)));
        assertThat(standing(1).outcome()).isEqualTo(Outcome.DELIVERED);
        Ending ending = standing(2).ending(id(2), "b@x.example");
        assertThat(ending.outcome()).isEqualTo(Outcome.DEFERRED);
        assertThat(ending.cause())
                .isEqualTo(Ending.of(
                                id(2),
                                Reports.refused("b@x.example", FULL)
                                        .recipients()
                                        .get(0),
                                false)
                        .cause());
        assertThat(standing(3)).isEqualTo(Standing.UNTOUCHED);
    }

    @Test
    void tellsWhoMayHaveBeenAcceptedFromWhoWasNot() throws UsageException, IOException {
        write(begun(1), begun(2), ended(2, refused("451 4.7.1 Greylisted")), begun(3), ended(3, unknown()));
        assertThat(standing(1).mayHaveArrived()).as("in flight").isTrue();
        assertThat(standing(2).mayHaveArrived()).as("refused").isFalse();
        assertThat(standing(3).mayHaveArrived()).as("without an answer").isTrue();
        assertThat(standing(4).mayHaveArrived()).as("not tried").isFalse();
    }

    @Test
    void doesNotForgetADoubtBecauseOfALaterRefusal() throws UsageException, IOException {
        write(begun(1), begun(2), ended(2, unknown()));
        goOn(begun(1), ended(1, refused(FULL)), begun(2), ended(2, refused(FULL)));
        assertThat(standing(1).mayHaveArrived()).isTrue();
        assertThat(standing(2).mayHaveArrived()).isTrue();
    }

    @Test
    void callsALaterSuccessAPossibleDuplicateAndALaterRefusalUnknown() throws UsageException, IOException {
        write(begun(1), begun(2));
        goOn(
                settled(1, Reports.delivered("a@x.example")),
                settled(2, Reports.refused("b@x.example", "550 5.1.1 No such user")));
        assertThat(standing(1).outcome()).isEqualTo(Outcome.DELIVERED);
        assertThat(standing(1).possibleDuplicate()).isTrue();
        assertThat(standing(2).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void isReadAsFarAsItIsWholeWhereverItWasTorn() throws UsageException, IOException {
        write(begun(1), settled(1, Reports.delivered("a@x.example")), begun(2), ended(2, refused(FULL)), begun(3));
        byte[] whole = Files.readAllBytes(file);
        int header = JournalReader.header(identity).length();
        List<Standing> before = List.of();
        for (int length = header; length <= whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            JournalReader.Content content = read();
            assertThat(content.length()).isBetween((long) header, length + 1L);
            // a line counts from the moment on at which its checksum is there, not by halves
            boolean lineBegins = length == header || whole[length - 1] == '\n';
            if (!lineBegins && length < whole.length && whole[length] != '\n') {
                assertThat(content.standings()).as("%s bytes", length).isEqualTo(before);
            }
            before = content.standings();
        }
        assertThat(before.get(2).mayHaveArrived()).isTrue();
    }

    @Test
    void goesOnBehindALineThatWasTorn() throws UsageException, IOException {
        write(begun(1), begun(2));
        byte[] whole = Files.readAllBytes(file);
        for (int cut = 1; cut < 16; cut++) {
            Files.write(file, Arrays.copyOf(whole, whole.length - cut));
            goOn(begun(3));
            assertThat(standing(1).mayHaveArrived()).isTrue();
            assertThat(standing(3).mayHaveArrived()).isTrue();
        }
    }

    @Test
    void refusesAJournalThatIsDamagedInTheMiddle() throws UsageException, IOException {
        write(begun(1), begun(2), begun(3));
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(2, lines.get(2).replace("2", "4"));
        Files.write(file, lines);
        assertRefused(file + ":3: the line is not as it was written, and it is not the last: restore the file as the"
                + " run left it");
    }

    @Test
    void refusesAJournalOfAnotherVersion() throws IOException {
        Files.writeString(file, JournalLine.of(List.of("newsletter-journal", "2", "whatever", "comes")));
        assertRefused(file + " is a journal of version 2, and this program knows version 1: continue it with the"
                + " program that began it");
    }

    @Test
    void refusesWhatIsNoJournal() throws IOException {
        String sentence = file + " is not the journal of a newsletter: give --resume the journal of the run that broke";
        for (String text : List.of("", "\n", "a@x.example\nb@x.example\n", JournalLine.of(List.of("one", "two")))) {
            Files.writeString(file, text);
            assertRefused(sentence);
        }
        Files.writeString(file, JournalReader.header(identity).substring(0, 40), StandardCharsets.UTF_8);
        assertRefused(sentence);
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertRefused(file + ": there is no such file: give --resume the journal of the run that broke");
    }

    private void assertRefused(String sentence) {
        assertThatThrownBy(this::read).isInstanceOf(UsageException.class).hasMessage(sentence);
    }

    @Test
    void isNotBegunWhereThereIsOne() throws UsageException, IOException {
        write(begun(1));
        assertThatThrownBy(() -> Journal.begin(file, identity, Issue::numberOf, english))
                .hasMessageEndingWith("continue that with --resume, or name another file with --journal");
        assertThat(standing(1).mayHaveArrived()).isTrue();
    }

    @Test
    void isWrittenByOneRunAtATime() throws UsageException, IOException {
        try (Journal journal = Journal.begin(file, identity, Issue::numberOf, english)) {
            JournalReader.Content content = read();
            assertThatThrownBy(() -> Journal.resume(file, content, Issue::numberOf, number -> false, english))
                    .hasMessage(file + " is being written by another run: wait until that has ended");
            journal.on(begun(1));
        }
        assertThat(standing(1).mayHaveArrived()).isTrue();
    }

    @Test
    void isNotContinuedIfItHasGrownSinceItWasRead() throws UsageException, IOException {
        write(begun(1));
        JournalReader.Content content = read();
        goOn(begun(2));
        assertThatThrownBy(() -> Journal.resume(file, content, Issue::numberOf, number -> false, english))
                .hasMessage(file + " is being written by another run: wait until that has ended");
    }

    @Test
    void isWrittenByAThreadThatIsInterruptedToo() throws UsageException, IOException {
        try (Journal journal = Journal.begin(file, identity, Issue::numberOf, english)) {
            Thread.currentThread().interrupt();
            journal.on(begun(1));
            assertThat(Thread.interrupted()).isTrue();
            journal.on(begun(2));
            assertThat(journal.hasFailed()).isFalse();
        }
        assertThat(standing(2).mayHaveArrived()).isTrue();
    }

    @Test
    void saysSoWhenItCannotBeWrittenAnyMore() throws UsageException, IOException {
        Journal journal = Journal.begin(file, identity, Issue::numberOf, english);
        List<String> told = new ArrayList<>();
        journal.onFailure(() -> told.add("stop"));
        journal.close();
        journal.on(begun(1));
        journal.on(begun(2));
        assertThat(journal.hasFailed()).isTrue();
        assertThatThrownBy(journal::close).isInstanceOf(IOException.class);
        assertThat(told).containsExactly("stop");
    }
}
