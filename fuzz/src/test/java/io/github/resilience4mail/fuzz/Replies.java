/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.fuzz;

import io.github.resilience4mail.catalogue.Confidence;
import io.github.resilience4mail.catalogue.Decision;
import io.github.resilience4mail.catalogue.Explanation;
import io.github.resilience4mail.catalogue.ReplyCatalogue;
import io.github.resilience4mail.catalogue.Scope;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.smtp.EnhancedStatus;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is promised about replies and what is made of them. */
final class Replies {

    private static final int MAX_PRINTED = 500;
    private static final int MAX_LINES = 100;
    private static final int MAX_LINE_LENGTH = 2_000;
    private static final Duration MAX_HINT = Duration.ofHours(24);
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.FRENCH);

    private Replies() {}

    /** The input is a reply, in UTF-8 and in Latin-1. */
    static void parse(byte[] input) {
        parse(utf8(input));
        parse(new String(input, StandardCharsets.ISO_8859_1));
    }

    private static void parse(String text) {
        SmtpReply reply = SmtpReply.parse(text);
        check(reply);
        Promise.that(
                reply.lines().size() <= MAX_LINES,
                "too many lines: " + reply.lines().size());
        for (String line : reply.lines()) {
            Promise.that(line.length() <= MAX_LINE_LENGTH, "a line is too long: " + line.length());
            Promise.that(line.indexOf('\n') < 0 && line.indexOf('\r') < 0, "a line end in a line");
        }
        EnhancedStatus.parse(text)
                .ifPresent(status -> Promise.that(
                        EnhancedStatus.parse(status.toString()).equals(Optional.of(status)),
                        "a status that does not read as it was written: " + status));
    }

    /** What holds for each reply that has been parsed, wherever it was found. */
    static void check(SmtpReply reply) {
        String printed = reply.toString();
        Promise.printable(printed, MAX_PRINTED);
        Promise.that(!reply.lines().isEmpty(), "no lines");
        EnhancedStatus status = reply.status();
        Promise.that(
                status == null || !reply.hasCode() || (status.statusClass() == 2) == (reply.code() < 300),
                "status and code contradict each other: " + printed);
        SmtpReply again = SmtpReply.parse(printed);
        Promise.that(!reply.hasCode() || again.code() == reply.code(), "printed, it has another code: " + printed);
        Promise.that(
                !reply.hasCode() || status == null || status.equals(again.status()),
                "printed, it has another status: " + printed);
    }

    /** The first line of the input may name phase and host; the rest is the reply. */
    static void classify(byte[] input) {
        String text = utf8(input);
        int end = text.indexOf('\n');
        String head = end < 0 ? "" : text.substring(0, end).strip();
        int space = head.indexOf(' ');
        SmtpPhase phase = phase(space < 0 ? head : head.substring(0, space));
        String host = space < 0 ? null : head.substring(space + 1);
        classify(SmtpReply.parse(text.substring(end + 1)), phase, host);
    }

    /** The input is what a server says when it puts something off, so that a delay in it counts. */
    static void hint(byte[] input) {
        Verdict verdict = classify(SmtpReply.parse("421 4.9.9 " + utf8(input)), null, null)
                .orElseThrow(() -> new AssertionError("no verdict on a failure"));
        Promise.that(verdict.delayClass().isPresent() || verdict.hint().isEmpty(), "a hint without a delay");
    }

    private static Optional<Verdict> classify(SmtpReply reply, @Nullable SmtpPhase phase, @Nullable String host) {
        ReplyCatalogue catalogue = ReplyCatalogue.standard();
        Optional<Verdict> verdict = catalogue.classify(reply, phase, host);
        Promise.that(verdict.isEmpty() == reply.isPositive(), "a verdict on each failure, and on no success: " + reply);
        Promise.that(verdict.equals(catalogue.classify(reply, phase, host)), "asked again, it says something else");
        verdict.ifPresent(Replies::check);
        verdict.ifPresent(Replies::checkStandard);
        return verdict;
    }

    /** What holds for each verdict, also for those of users' rules. */
    static void check(Verdict verdict) {
        boolean retries = verdict.decision() == Decision.RETRY;
        Promise.that(retries == verdict.delayClass().isPresent(), "a delay class for RETRY, and for nothing else");
        verdict.hint().ifPresent(hint -> {
            Promise.that(retries, "a hint, but no RETRY");
            Promise.that(!hint.isNegative() && !hint.isZero(), "a hint that is no delay: " + hint);
            Promise.that(hint.compareTo(MAX_HINT) <= 0, "a hint beyond the cap: " + hint);
        });
        Promise.that(!verdict.suppress() || !retries, "suppressed and tried again");
        Promise.printable(verdict.toString(), MAX_PRINTED);
        for (Locale language : LANGUAGES) {
            Explanation words = verdict.explain(language);
            for (String part : List.of(words.title(), words.cause(), words.action())) {
                Promise.that(!part.isBlank(), "no words");
                Promise.printable(part, 2 * MAX_PRINTED);
            }
        }
    }

    /** What only holds for our own rules. */
    private static void checkStandard(Verdict verdict) {
        Promise.that(!verdict.suppress() || verdict.scope() == Scope.RECIPIENT, "suppressed for the fault of others");
        Promise.that(!verdict.suppress() || verdict.confidence() != Confidence.LOW, "suppressed on a guess");
    }

    private static @Nullable SmtpPhase phase(String name) {
        for (SmtpPhase phase : SmtpPhase.values()) {
            if (phase.name().equals(name)) {
                return phase;
            }
        }
        return null;
    }

    private static String utf8(byte[] input) {
        return new String(input, StandardCharsets.UTF_8);
    }
}
