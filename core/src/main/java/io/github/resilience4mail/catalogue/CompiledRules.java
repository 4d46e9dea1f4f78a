/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import io.github.resilience4mail.smtp.SmtpPhase;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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

    private CompiledRules() {}

    /** Writes something, which may fail. */
    private interface Writer<T> {
        void write(T value) throws IOException;
    }

    /** Reads something, which may fail. */
    private interface Reader<T> {
        T read() throws IOException;
    }

    /**
     * Writes rules, the same rules always as the same bytes.
     *
     * @param rules that have passed {@link CatalogueLint}
     */
    static void write(Collection<Rule> rules, DataOutputStream out) throws IOException {
        IdentityHashMap<Origin, Integer> numbers = new IdentityHashMap<>();
        List<Origin> origins = new ArrayList<>();
        for (Rule rule : rules) {
            Origin origin = rule.origin();
            if (origin != null && numbers.putIfAbsent(origin, numbers.size()) == null) {
                origins.add(origin);
            }
        }
        list(origins, out, origin -> {
            list(origin.hosts(), out, out::writeUTF);
            list(origin.markers(), out, marker -> list(marker.pieces(), out, out::writeUTF));
        });
        list(rules, out, rule -> {
            Origin origin = rule.origin();
            out.writeShort(origin == null ? -1 : numbers.getOrDefault(origin, -1));
            write(rule, out);
        });
    }

    private static void write(Rule rule, DataOutputStream out) throws IOException {
        out.writeUTF(rule.position().file());
        out.writeShort(rule.position().line());
        list(new TreeSet<>(rule.codes().codes()), out, out::writeShort);
        list(new TreeSet<>(rule.codes().classes()), out, out::writeShort);
        out.writeBoolean(rule.codes().orNone());
        list(rule.statuses(), out, status -> {
            out.writeShort(status.statusClass());
            out.writeShort(status.subject());
            out.writeShort(status.detail());
        });
        list(new TreeSet<>(rule.phases()), out, phase -> out.writeUTF(phase.name()));
        list(rule.phrases(), out, phrase -> list(phrase.pieces(), out, out::writeUTF));
        write(rule.verdict(), out);
    }

    private static void write(Verdict verdict, DataOutputStream out) throws IOException {
        out.writeUTF(verdict.ruleId());
        out.writeUTF(verdict.reason().name());
        out.writeUTF(verdict.decision().name());
        out.writeUTF(verdict.scope().name());
        out.writeUTF(verdict.delayClass().map(Enum::name).orElse(""));
        out.writeUTF(verdict.confidence().name());
        out.writeBoolean(verdict.throttle());
        out.writeBoolean(verdict.suppress());
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @return the rules, without samples and without their reasons for crossing classes
     */
    static List<Rule> read(DataInputStream in) throws IOException {
        List<Origin> origins =
                list(in, () -> new Origin(list(in, in::readUTF), list(in, () -> new Phrase(list(in, in::readUTF)))));
        return list(in, () -> {
            int origin = in.readShort();
            return rule(origin < 0 ? null : origins.get(origin), in);
        });
    }

    private static Rule rule(@Nullable Origin origin, DataInputStream in) throws IOException {
        Position position = new Position(in.readUTF(), in.readUnsignedShort());
        CodeCondition codes = new CodeCondition(
                Set.copyOf(list(in, () -> (int) in.readShort())),
                Set.copyOf(list(in, () -> (int) in.readShort())),
                in.readBoolean());
        List<StatusPattern> statuses =
                list(in, () -> new StatusPattern(in.readShort(), in.readShort(), in.readShort()));
        Set<SmtpPhase> phases = Set.copyOf(list(in, () -> SmtpPhase.valueOf(in.readUTF())));
        List<Phrase> phrases = list(in, () -> new Phrase(list(in, in::readUTF)));
        return new Rule(position, false, codes, statuses, phases, origin, phrases, verdict(in), null, List.of());
    }

    private static Verdict verdict(DataInputStream in) throws IOException {
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

    private static <T> void list(Collection<T> values, DataOutputStream out, Writer<T> writer) throws IOException {
        out.writeShort(values.size());
        for (T value : values) {
            writer.write(value);
        }
    }

    private static <T> List<T> list(DataInputStream in, Reader<T> reader) throws IOException {
        int size = in.readUnsignedShort();
        List<T> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            values.add(reader.read());
        }
        return values;
    }
}
