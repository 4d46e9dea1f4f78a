/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.wrapped;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.oldshop.Way;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The whole run: the program in two JVMs, against real sockets. */
class ComparisonTest {

    private static Comparison comparison = new Comparison(List.of(), List.of());

    @BeforeAll
    static void runBoth() throws Exception {
        comparison = Comparison.run();
    }

    private static Result before(Way way) {
        return of(comparison.before(), way);
    }

    private static Result after(Way way) {
        return of(comparison.after(), way);
    }

    private static Result of(List<Result> results, Way way) {
        return results.stream()
                .filter(result -> result.scenario().way() == way)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void runsEveryWayBothTimes() {
        assertThat(comparison.before()).hasSameSizeAs(Way.values());
        assertThat(comparison.after()).hasSameSizeAs(Way.values());
        assertThat(comparison.isGood()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"AUTHENTICATOR", "TRANSPORT_OF_SESSION", "OWN_LOOP"})
    void losesMailBeforeAndNoneAfter(Way way) {
        assertThat(before(way).lost()).isNotEmpty();
        assertThat(before(way).account().failures()).isPositive();
        assertThat(after(way).lost()).isEmpty();
        assertThat(after(way).twice()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"AUTHENTICATOR", "JNDI_SESSION"})
    void seesNoFailureAfterWhereAllWentWellInTheEnd(Way way) {
        assertThat(after(way).seen()).isEqualTo("no failure");
    }

    @Test
    void sendsTwiceBeforeWhenOnlyTheFarewellFailedAndOnceAfter() {
        assertThat(before(Way.TRANSPORT_OF_SESSION).twice()).containsExactly("ann@rcv.example");
        assertThat(after(Way.TRANSPORT_OF_SESSION).mail()).isEqualTo("1 of 1 arrived");
    }

    @Test
    void repeatsWhatMayHaveArrivedUnderOneMessageIdAfter() {
        assertThat(before(Way.OWN_LOOP).mail()).isEqualTo("arrived twice");
        assertThat(after(Way.OWN_LOOP).mail()).isEqualTo("arrived twice, same Message-ID");
    }

    @Test
    void blamesTheWrongAddressBeforeAndNobodyAfter() {
        assertThat(before(Way.STATIC_SEND_TO).wronglyBlamed()).containsExactly("carol@rcv.example");
        assertThat(comparison.after())
                .allSatisfy(result -> assertThat(result.wronglyBlamed()).isEmpty());
    }

    @Test
    void triesAWrongPasswordOnceAfter() {
        assertThat(before(Way.AUTHENTICATOR).refusedLogins()).isGreaterThanOrEqualTo(3);
        assertThat(after(Way.AUTHENTICATOR).refusedLogins()).isEqualTo(1);
        assertThat(after(Way.AUTHENTICATOR).account().failures()).isEqualTo(3);
    }

    @Test
    void deliversToTheOthersAfterAndStillSaysWhoHasMoved() {
        assertThat(before(Way.JNDI_SESSION).lost()).hasSize(2);
        assertThat(after(Way.JNDI_SESSION).account().blamed()).containsExactly("moved@rcv.example");
        assertThat(after(Way.JNDI_SESSION).seen()).startsWith("MailDeliveryException: Message <...> was not");
    }

    @Test
    void printsATableAndASum() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        comparison.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        String table = bytes.toString(StandardCharsets.UTF_8);
        assertThat(table)
                .contains(
                        " 1 Transport.send(message)                         before  1 of 1 lost ",
                        "   451 at RCPT, once                               after   1 of 1 arrived ",
                        "14 Simple Java Mail ",
                        "before: 18 of 22 mails lost, 2 sent twice, 1 wrong address blamed, ",
                        "after:  0 of 22 mails lost, 1 sent twice (1 of them under one Message-ID),"
                                + " 0 wrong addresses blamed, logins with a wrong password: 1");
        assertThat(Stream.of(table.split("\\R", -1)))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(170));
    }
}
