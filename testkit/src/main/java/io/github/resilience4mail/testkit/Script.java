/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import io.github.resilience4mail.smtp.SmtpPhase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The lines of a script, each with its own count of the events that concern it. */
final class Script {

    /** One line, as the user wrote it. */
    record Line(SmtpPhase phase, Occurrence occurrence, Action action) {

        Line {
            if (phase == SmtpPhase.BOUNCE) {
                throw new IllegalArgumentException("a bounce is no place in the dialogue: choose another phase");
            }
            require(
                    !occurrence.isNarrowed() || isAboutRecipients(phase),
                    "only RCPT, DATA and END_OF_DATA know a recipient: leave out to(...) for " + phase);
            require(
                    !action.acceptsInAnyCase() || phase == SmtpPhase.END_OF_DATA,
                    "a message is accepted at END_OF_DATA, not at " + phase);
            require(
                    action.body() == null || phase == SmtpPhase.DATA,
                    "a message is cut short at DATA, not at " + phase);
            require(
                    !action.isBeforeCredentials() || phase == SmtpPhase.AUTH,
                    "beforeCredentials() is for AUTH, not for " + phase);
        }

        private static boolean isAboutRecipients(SmtpPhase phase) {
            return phase == SmtpPhase.RCPT || phase == SmtpPhase.DATA || phase == SmtpPhase.END_OF_DATA;
        }

        private static void require(boolean condition, String message) {
            if (!condition) {
                throw new IllegalArgumentException(message);
            }
        }
    }

    private record Counted(Line line, AtomicLong count) {

        boolean happensNow(Collection<String> recipients) {
            return line.occurrence().concerns(recipients) && line.occurrence().includes(count.incrementAndGet());
        }
    }

    private final Map<SmtpPhase, List<Counted>> lines = new EnumMap<>(SmtpPhase.class);

    Script(List<Line> lines) {
        for (SmtpPhase phase : SmtpPhase.values()) {
            this.lines.put(phase, new ArrayList<>());
        }
        lines.forEach(line -> of(line.phase()).add(new Counted(line, new AtomicLong())));
    }

    private List<Counted> of(SmtpPhase phase) {
        return lines.getOrDefault(phase, List.of());
    }

    /** Counts an event, and gives what the first line that applies wants, or null. */
    @Nullable
    Action next(SmtpPhase phase, Collection<String> recipients) {
        Action chosen = null;
        // all lines count, also behind the one that answers
        for (Counted counted : of(phase)) {
            if (counted.happensNow(recipients) && chosen == null) {
                chosen = counted.line().action();
            }
        }
        return chosen;
    }

    /** Counts an event, and gives what is to be done. */
    Action decide(SmtpPhase phase, Collection<String> recipients, Supplier<Action> usual) {
        Action scripted = next(phase, recipients);
        return scripted == null ? usual.get() : scripted.orUsual(usual);
    }
}
