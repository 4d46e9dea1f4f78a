/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.javamail.faults.Fault.Course;
import jakarta.mail.MessagingException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that can go wrong, through the transport, and what becomes of each recipient. A subclass runs the whole
 * matrix with settings of its own.
 */
abstract class FaultMatrix {

    /** All tables, in the order of a dialogue. */
    static List<FaultCase> rows() {
        return Stream.of(
                        GreetingFaults.rows(),
                        TlsFaults.rows(),
                        LoginFaults.rows(),
                        SenderFaults.rows(),
                        RecipientFaults.rows(),
                        DataFaults.rows(),
                        FinalDotFaults.rows(),
                        ChunkFaults.rows(),
                        FarewellFaults.rows(),
                        MessageFaults.rows())
                .flatMap(List::stream)
                .toList();
    }

    private static Stream<FaultCase> rows(Course course) {
        return rows().stream().filter(row -> row.courses().contains(course));
    }

    static Stream<FaultCase> lasting() {
        return rows(Course.LASTING);
    }

    static Stream<FaultCase> passing() {
        return rows(Course.PASSING);
    }

    static Stream<FaultCase> onReconnect() {
        return rows(Course.ON_RECONNECT);
    }

    /** Rows in which what was accepted, and by whom, is easily mistaken. */
    static Stream<FaultCase> deceptive() {
        return Stream.of(RecipientFaults.rows(), FinalDotFaults.rows(), FarewellFaults.rows())
                .flatMap(List::stream);
    }

    /** Session properties that every row is run with; a row's own are stronger. */
    Map<String, String> settings() {
        return Map.of();
    }

    /** A fault that stays, and a single attempt: what is reported is what happened. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("lasting")
    void isReportedAsWhatItIs(FaultCase row) throws MessagingException {
        try (FaultBench bench = new FaultBench(row, Course.LASTING, settings())) {
            Fate connection = row.connection();
            if (connection != null) {
                MessagingException thrown = catchThrowableOfType(MessagingException.class, bench::connect);
                FaultChecks.afterNoConnection(row, connection, thrown, bench);
            } else {
                bench.connect();
                FaultChecks.afterOneAttempt(row, bench.send(), bench.server());
            }
        }
    }

    /** The same, for code that only knows {@code Transport.send} and Jakarta Mail's own exceptions. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("deceptive")
    void deceivesNoOldCode(FaultCase row) throws MessagingException {
        try (FaultBench bench = new FaultBench(row, Course.LASTING, settings())) {
            FaultChecks.afterTransportSend(row, bench.sendAsOldCodeDoes(), bench.server());
        }
    }

    /** A fault that passes, and a caller who waits for half a minute. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("passing")
    void isOvercomeIfItCanBe(FaultCase row) throws MessagingException {
        try (FaultBench bench = new FaultBench(row, Course.PASSING, settings())) {
            Fate connection = row.connection();
            if (connection != null && !connection.passes()) {
                MessagingException thrown = catchThrowableOfType(MessagingException.class, bench::connect);
                FaultChecks.afterNoConnection(row, connection, thrown, bench);
                assertThat(bench.time().waits()).isEmpty();
                return;
            }
            bench.connect();
            if (connection != null) {
                assertThat(bench.time().waits()).hasSize(1);
                assertThat(bench.send().report().with(Outcome.DELIVERED))
                        .hasSize(row.recipients().size());
            } else {
                FaultChecks.afterPatience(row, bench.send(), bench.server());
                // whatever happened, the next message does not suffer
                bench.sendAnother();
            }
        }
    }

    /** A connection that cannot be made again in the middle of a sending: nobody is without an outcome. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("onReconnect")
    void leavesNobodyWithoutAnOutcome(FaultCase row) throws MessagingException {
        try (FaultBench bench = new FaultBench(row, Course.ON_RECONNECT, settings())) {
            bench.connect();
            bench.sendAnother();
            FaultChecks.afterOneAttempt(row, bench.send(), bench.server());
        }
    }
}
