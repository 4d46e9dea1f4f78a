/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplyCatalogueTest {

    private static final Set<SmtpPhase> EARLY =
            Set.of(SmtpPhase.CONNECT, SmtpPhase.EHLO, SmtpPhase.STARTTLS, SmtpPhase.AUTH, SmtpPhase.MAIL);

    private final ReplyCatalogue catalogue = ReplyCatalogue.standard();

    @Test
    void isAlwaysTheSame() {
        assertThat(ReplyCatalogue.standard()).isSameAs(catalogue);
        assertThat(catalogue.size()).isGreaterThan(300);
    }

    @Test
    void answersEveryCodeInEveryPhase() {
        for (int code = 400; code <= 599; code++) {
            for (SmtpPhase phase : SmtpPhase.values()) {
                Verdict verdict = catalogue
                        .classify(SmtpReply.parse(String.valueOf(code)), phase, "mx.example.net")
                        .orElseThrow();
                assertThat(verdict.suppress() && EARLY.contains(phase)).isFalse();
                assertThat(verdict.delayClass().isPresent()).isEqualTo(verdict.decision() == Decision.RETRY);
            }
        }
    }

    @Test
    void neverThrowsWhateverTheServerSays() {
        Random random = new Random(3);
        List<Rule> rules = RuleFiles.written().rules();
        for (int round = 0; round < 20_000; round++) {
            StringBuilder reply = new StringBuilder();
            for (int i = 0; i < 3; i++) {
                List<Sample> samples = rules.get(random.nextInt(rules.size())).samples();
                String sample = samples.get(0).reply();
                reply.append(sample, random.nextInt(sample.length()), sample.length())
                        .append((char) random.nextInt(0x300));
            }
            SmtpReply parsed = SmtpReply.parse(reply.toString());
            SmtpPhase phase = SmtpPhase.values()[random.nextInt(SmtpPhase.values().length)];
            assertThat(catalogue.classify(parsed, phase, reply.toString()).isPresent())
                    .isEqualTo(!parsed.isPositive());
        }
    }

    @Test
    void manyThreadsMayAskAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Integer> work = () -> {
                int right = 0;
                for (Rule rule : RuleFiles.written().rules()) {
                    for (Sample sample : rule.samples()) {
                        Verdict verdict = catalogue
                                .classify(SmtpReply.parse(sample.reply()), sample.phase(), sample.host())
                                .orElseThrow();
                        right += verdict.ruleId().equals(rule.id()) ? 0 : 1;
                    }
                }
                return right;
            };
            List<Future<Integer>> results =
                    threads.invokeAll(IntStream.range(0, 4).mapToObj(i -> work).toList());
            for (Future<Integer> wrong : results) {
                assertThat(wrong.get()).isZero();
            }
        } finally {
            threads.shutdown();
        }
    }
}
