/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.benchmarks;

import io.github.resilience4mail.catalogue.ReplyCatalogue;
import io.github.resilience4mail.smtp.SmtpReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What one reply costs: to parse and to classify, on a mix, with our rules and with ten times as many. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(2)
public class ClassifyBenchmark {

    private static final int MIX = 16;

    /** How many rules more, as multiples of our own. */
    @Param({"0", "9"})
    public int more;

    private @Nullable ReplyCatalogue catalogue;
    private List<Replies.Sample> samples = List.of();
    private List<SmtpReply> parsed = List.of();

    /**
     * Loads the rules.
     *
     * @throws IOException if the rules made up for this cannot be written
     */
    @Setup
    public void load() throws IOException {
        samples = Replies.mix();
        if (samples.size() != MIX) {
            throw new IllegalStateException("the mix has " + samples.size() + " replies: say so in MIX");
        }
        parsed = samples.stream().map(s -> SmtpReply.parse(s.text())).toList();
        ReplyCatalogue own = ReplyCatalogue.standard();
        catalogue = more == 0 ? own : ReplyCatalogue.withRules(madeUp(own.size() * more));
    }

    /** Rules of the usual kind: a phrase of words that do occur, and a code. */
    private static Path madeUp(int count) throws IOException {
        StringBuilder yaml = new StringBuilder("rules:\n");
        for (int i = 0; i < count; i++) {
            String phrase = String.format(Locale.ROOT, "recipient rejected by filter number %d", i);
            yaml.append("  - id: made-up-")
                    .append(i)
                    .append("\n    code: 550\n    text: ")
                    .append(phrase)
                    .append("\n    reason: POLICY_REJECTED\n    samples:\n      - \"550 ")
                    .append(phrase)
                    .append("\"\n    source: made up\n    seen: 2026-11-23\n");
        }
        Path file = Files.createTempFile("made-up-rules", ".yaml");
        file.toFile().deleteOnExit();
        return Files.writeString(file, yaml);
    }

    private ReplyCatalogue catalogue() {
        if (catalogue == null) {
            throw new IllegalStateException("not loaded");
        }
        return catalogue;
    }

    /**
     * Classifies replies that have been parsed.
     *
     * @param blackhole takes the verdicts
     */
    @Benchmark
    @OperationsPerInvocation(MIX)
    public void classify(Blackhole blackhole) {
        for (int i = 0; i < MIX; i++) {
            Replies.Sample sample = samples.get(i);
            blackhole.consume(catalogue().classify(parsed.get(i), sample.phase(), sample.host()));
        }
    }

    /**
     * Parses and classifies.
     *
     * @param blackhole takes the verdicts
     */
    @Benchmark
    @OperationsPerInvocation(MIX)
    public void parseAndClassify(Blackhole blackhole) {
        for (Replies.Sample sample : samples) {
            blackhole.consume(catalogue().classify(SmtpReply.parse(sample.text()), sample.phase(), sample.host()));
        }
    }
}
