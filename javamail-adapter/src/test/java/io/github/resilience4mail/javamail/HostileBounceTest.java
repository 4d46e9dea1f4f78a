/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.catalogue.ReplyCatalogue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Anybody can send a bounce: twice the mail may not cost much more than twice the time. */
class HostileBounceTest {

    /** What comes behind it is not read. */
    private static final int MEGABYTE = BounceReader.MAX_BYTES;

    /** The time that this thread has worked: that of the clock tells how busy the machine is. */
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final int ROUNDS = 9;
    private static final int TRIES = 15;
    private static final double MEASURABLE = 2e6;
    private static final BounceReader READER = BounceReader.of(ReplyCatalogue.standard());

    private static Stream<Arguments> shapes() {
        return Stream.of("text/plain", "text/html", "multipart/mixed; boundary=B", "message/delivery-status")
                .flatMap(type -> Stream.of(
                                "<",
                                "&amp;",
                                "--B\n",
                                "x: y\n",
                                " folded\n",
                                "Final-Recipient: a;b@c.d\n\n",
                                "550 5.1.1 ",
                                "Original-Recipient: utf-8;\\x{",
                                "- \u00a0")
                        .map(piece -> Arguments.of(type, piece)));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void timeGrowsNoFasterThanTheMail(String type, String piece) throws IOException {
        byte[] small = mail(type, piece, MEGABYTE / 2);
        byte[] large = mail(type, piece, MEGABYTE);
        sortedTimes(large); // warms up

        assertThat(factor(small, large)).isLessThanOrEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "message/delivery-status"})
    void manyRecipientsAreReadAsFastAsOneAfterTheOther(String type) throws IOException {
        String field = type.startsWith("text") ? "" : "Final-Recipient: rfc822;";
        String head = "From: mailer-daemon@example.com\nSubject: failure notice\nContent-Type: " + type + "\n\n";
        byte[] small = (head + recipients(field, 3_000)).getBytes(StandardCharsets.US_ASCII);
        byte[] large = (head + recipients(field, 6_000)).getBytes(StandardCharsets.US_ASCII);
        sortedTimes(large); // warms up

        assertThat(factor(small, large)).isLessThanOrEqualTo(3);
    }

    /**
     * How many times longer the large one takes: the best of some tries, by their medians or by the shortest times so
     * far. Noise only ever makes a time longer, so sooner or later a try comes out right; of what grows faster none does.
     */
    private static double factor(byte[] small, byte[] large) throws IOException {
        double best = Double.MAX_VALUE;
        long shortest = Long.MAX_VALUE;
        long shortestOfLarge = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && best > 3; i++) {
            long[] times = sortedTimes(small);
            long[] timesOfLarge = sortedTimes(large);
            shortest = Math.min(shortest, times[0]);
            shortestOfLarge = Math.min(shortestOfLarge, timesOfLarge[0]);
            best = Math.min(best, factor(times[ROUNDS / 2], timesOfLarge[ROUNDS / 2]));
            best = Math.min(best, factor(shortest, shortestOfLarge));
        }
        return best;
    }

    /** What takes less than is measurable is measured too badly to be compared. */
    private static double factor(long time, long timeOfLarge) {
        return timeOfLarge / Math.max(time, MEASURABLE);
    }

    private static String recipients(String field, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> field + "a" + i + "@example.net\n\nStatus: \\x{\\x{\n\n")
                .collect(Collectors.joining());
    }

    private static byte[] mail(String type, String piece, int size) {
        String head = "From: mailer-daemon@example.com\nSubject: failure notice\nContent-Type: " + type + "\n\n";
        return (head + piece.repeat((size - head.length()) / piece.length())).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static long[] sortedTimes(byte[] mail) throws IOException {
        long[] times = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = THREADS.getCurrentThreadCpuTime();
            READER.read(new ByteArrayInputStream(mail));
            times[i] = THREADS.getCurrentThreadCpuTime() - start;
        }
        Arrays.sort(times);
        return times;
    }
}
