/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.benchmarks;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Both sides, in turn: round by round, the same number of messages in the same way. */
final class Contest implements AutoCloseable {

    private final int messages;
    private final Contestant plain;
    private final Contestant ours;

    Contest(Way way, int messages) throws IOException, MessagingException {
        this.messages = messages;
        plain = Contestant.of(Side.PLAIN, way);
        ours = Contestant.of(Side.OURS, way);
    }

    /** One side, with a server of its own, so that both can keep a connection. */
    private record Contestant(LeanSmtpSink sink, Session session, Way.Sender sender) {

        static Contestant of(Side side, Way way) throws IOException, MessagingException {
            LeanSmtpSink sink = new LeanSmtpSink();
            Session session = side.session(sink.port());
            return new Contestant(sink, session, way.sender(session));
        }

        Cost send(int count) throws MessagingException {
            List<MimeMessage> messages = Way.messages(session, count);
            long before = sink.messages();
            Cost start = Cost.soFar();
            for (MimeMessage message : messages) {
                sender.send(message);
            }
            Cost cost = Cost.soFar().each(start, count);
            if (sink.messages() != before + count) {
                throw new IllegalStateException(sink.messages() - before + " of " + count + " messages arrived");
            }
            return cost;
        }

        void close() throws IOException, MessagingException {
            sender.close();
            sink.close();
        }
    }

    /** Two rounds, one after the other: what a message cost. */
    record Pair(Cost plain, Cost ours) {

        double ratio(ToLongFunction<Cost> what) {
            return (double) what.applyAsLong(ours) / what.applyAsLong(plain);
        }
    }

    Pair pair() throws MessagingException {
        return new Pair(plain.send(messages), ours.send(messages));
    }

    List<Pair> pairs(int count) throws MessagingException {
        List<Pair> pairs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            pairs.add(pair());
        }
        return pairs;
    }

    @Override
    public void close() throws IOException, MessagingException {
        plain.close();
        ours.close();
    }
}
