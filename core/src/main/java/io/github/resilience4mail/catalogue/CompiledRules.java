/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import io.github.resilience4mail.catalogue.Phrase.Piece;
import io.github.resilience4mail.smtp.SmtpPhase;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Our own rules as the build leaves them in the jar: checked, and without what only the check needs. Reading them takes
 * a few milliseconds, where the YAML they were written in would take hundreds in a JVM that has just started.
 *
 * <p>A format between one build and itself: both sides come in one jar, so it has no version.
 */
final class CompiledRules {

    /** The resource. */
    static final String NAME = "rules.bin";

    private static final int NO_ORIGIN = -1;

    private CompiledRules() {}

    /** Writes something, which may fail. */
    private interface Writer<T> {
        void write(T value) throws IOException;
    }

    /** Reads something, which may fail. */
    private interface Reader<T> {
        T read() throws IOException;
    }

    /** One side of the format. */
    private static final class Output {

        private final DataOutputStream out;
        private final Map<Piece, Integer> groups;
        private final Map<Origin, Integer> origins;

        Output(DataOutputStream out, RuleSet rules) {
            this.out = out;
            groups = numbered(rules.all().stream()
                    .flatMap(rule -> rule.phrases().stream())
                    .flatMap(phrase -> phrase.pieces().stream())
                    .filter(Piece::isGroup));
            origins = numbered(rules.all().stream().map(Rule::origin).flatMap(Stream::ofNullable));
        }

        private static <T> Map<T, Integer> numbered(Stream<T> values) {
            Map<T, Integer> numbers = new LinkedHashMap<>();
            values.forEach(value -> numbers.putIfAbsent(value, numbers.size()));
            return numbers;
        }

        void write(RuleSet rules) throws IOException {
            list(groups.keySet(), group -> {
                out.writeUTF(group.text());
                list(group.alternatives(), out::writeUTF);
            });
            list(origins.keySet(), origin -> {
                list(origin.hosts(), out::writeUTF);
                list(origin.markers(), this::write);
            });
            list(rules.rules(), this::write);
            write(rules.finality().temporary());
            write(rules.finality().lasting());
        }

        private void write(Phrase phrase) throws IOException {
            list(phrase.pieces(), piece -> {
                out.writeShort(groups.getOrDefault(piece, NO_ORIGIN));
                if (!piece.isGroup()) {
                    out.writeUTF(piece.text());
                }
            });
        }

        private void write(Rule rule) throws IOException {
            Origin origin = rule.origin();
            out.writeShort(origin == null ? NO_ORIGIN : origins.getOrDefault(origin, NO_ORIGIN));
            out.writeUTF(rule.position().file());
            out.writeShort(rule.position().line());
            list(new TreeSet<>(rule.codes().codes()), out::writeShort);
            list(new TreeSet<>(rule.codes().classes()), out::writeShort);
            out.writeBoolean(rule.codes().orNone());
            list(rule.statuses(), status -> {
                out.writeShort(status.statusClass());
                out.writeShort(status.subject());
                out.writeShort(status.detail());
            });
            list(new TreeSet<>(rule.phases()), phase -> out.writeUTF(phase.name()));
            list(rule.phrases(), this::write);
            write(rule.verdict());
        }

        private void write(Verdict verdict) throws IOException {
            out.writeUTF(verdict.ruleId());
            out.writeUTF(verdict.reason().name());
            out.writeUTF(verdict.decision().name());
            out.writeUTF(verdict.scope().name());
            out.writeUTF(verdict.delayClass().map(Enum::name).orElse(""));
            out.writeUTF(verdict.confidence().name());
            out.writeBoolean(verdict.throttle());
            out.writeBoolean(verdict.suppress());
        }

        private <T> void list(Collection<T> values, Writer<T> writer) throws IOException {
            out.writeShort(values.size());
            for (T value : values) {
                writer.write(value);
            }
        }
    }

    /** The other side. */
    private static final class Input {

        private final DataInputStream in;
        private List<Piece> groups = List.of();
        private List<Origin> origins = List.of();

        Input(DataInputStream in) {
            this.in = in;
        }

        RuleSet read() throws IOException {
            groups = list(() -> new Piece(in.readUTF(), list(in::readUTF)));
            origins = list(() -> new Origin(list(in::readUTF), list(this::phrase)));
            List<Rule> rules = list(this::rule);
            return new RuleSet(rules, new Finality(rule(), rule()));
        }

        private Phrase phrase() throws IOException {
            return new Phrase(list(() -> {
                int group = in.readShort();
                return group < 0 ? Piece.of(in.readUTF()) : groups.get(group);
            }));
        }

        private Rule rule() throws IOException {
            int number = in.readShort();
            @Nullable Origin origin = number < 0 ? null : origins.get(number);
            Position position = new Position(in.readUTF(), in.readUnsignedShort());
            CodeCondition codes = new CodeCondition(
                    Set.copyOf(list(() -> (int) in.readShort())),
                    Set.copyOf(list(() -> (int) in.readShort())),
                    in.readBoolean());
            List<StatusPattern> statuses =
                    list(() -> new StatusPattern(in.readShort(), in.readShort(), in.readShort()));
            Set<SmtpPhase> phases = Set.copyOf(list(() -> SmtpPhase.valueOf(in.readUTF())));
            return new Rule(
                    position, false, codes, statuses, phases, origin, list(this::phrase), verdict(), null, List.of());
        }

        private Verdict verdict() throws IOException {
            String id = in.readUTF();
            Verdict.Builder verdict = Verdict.builder(Reason.valueOf(in.readUTF()))
                    .ruleId(id)
                    .decision(Decision.valueOf(in.readUTF()))
                    .scope(Scope.valueOf(in.readUTF()));
            String delay = in.readUTF();
            if (!delay.isEmpty()) {
                verdict.delayClass(DelayClass.valueOf(delay));
            }
            return verdict.confidence(Confidence.valueOf(in.readUTF()))
                    .throttle(in.readBoolean())
                    .suppress(in.readBoolean())
                    .build();
        }

        private <T> List<T> list(Reader<T> reader) throws IOException {
            int size = in.readUnsignedShort();
            List<T> values = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                values.add(reader.read());
            }
            return values;
        }
    }

    /**
     * Writes rules, the same rules always as the same bytes.
     *
     * @param rules that have passed {@link CatalogueLint}
     */
    static void write(RuleSet rules, DataOutputStream out) throws IOException {
        new Output(out, rules).write(rules);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @return the rules, without samples and without their reasons for crossing classes
     */
    static RuleSet read(DataInputStream in) throws IOException {
        return new Input(in).read();
    }
}
