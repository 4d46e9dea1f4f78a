/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.resilience4mail.smtp.SmtpReply;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What a verdict costs in memory: a sender of millions must not feel it. */
class AllocationTest {

    private static final int WARM_UP = 20;
    private static final int MAX_BYTES = 1024;

    @Test
    void aVerdictOnTheReplyOfOurSamplesTakesLessThanAKibibyte() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<Sample> samples = RuleFiles.written().all().stream()
                .flatMap(rule -> rule.samples().stream())
                .toList();
        List<SmtpReply> replies =
                samples.stream().map(sample -> SmtpReply.parse(sample.reply())).toList();
        long bytes = 0;
        for (int round = 0; round <= WARM_UP; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            classifyAll(samples, replies);
            bytes = threads.getCurrentThreadAllocatedBytes() - before;
        }

        long each = bytes / samples.size();
        System.out.printf(Locale.ROOT, "allocation: %d bytes a verdict, on %d replies%n", each, samples.size());
        assertThat(each).isLessThan(MAX_BYTES);
    }

    private static void classifyAll(List<Sample> samples, List<SmtpReply> replies) {
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            if (ReplyCatalogue.standard()
                    .classify(replies.get(i), sample.phase(), sample.host())
                    .isEmpty()) {
                throw new AssertionError(sample.reply());
            }
        }
    }
}
