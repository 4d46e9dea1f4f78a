/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The statements on the rows of lanes. Such a row is small and nothing but its key is indexed, so that it can be written
 * before each final dot for a fraction of what a recipient's row costs.
 */
final class LaneNotes {

    private static final String WRITE =
            "update outbox_lane set transmitting = ?, accepted = ?, replies = ? where destination = ? and lane = ?"
                    + " and owner = ?";

    private final Dialect dialect;
    private final String writeRelaxed;

    LaneNotes(Dialect dialect) {
        this.dialect = dialect;
        this.writeRelaxed = WRITE + " and (select " + dialect.relaxed() + ") is not null";
    }

    /** What earlier runs of a lane have left, locked until the transaction ends. */
    LaneNote lock(Connection connection, String destination, int lane) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(dialect.addLane())) {
            statement.setString(1, destination);
            statement.setInt(2, lane);
            write(statement, 3, LaneNote.none(destination, lane, ""));
            statement.executeUpdate();
        }
        String sql = "select owner, transmitting, accepted, replies from outbox_lane"
                + " where destination = ? and lane = ? for update";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, destination);
            statement.setInt(2, lane);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return new LaneNote(
                        destination, lane, rows.getString(1), numbers(rows, 2), byNumber(numbers(rows, 3), rows));
            }
        }
    }

    private static List<Long> numbers(ResultSet row, int column) throws SQLException {
        return Stream.of((Object[]) row.getArray(column).getArray())
                .map(Long.class::cast)
                .toList();
    }

    private static Map<Long, String> byNumber(List<Long> ids, ResultSet row) throws SQLException {
        Object[] replies = (Object[]) row.getArray(4).getArray();
        Map<Long, String> byNumber = new TreeMap<>();
        for (int i = 0; i < replies.length; i++) {
            byNumber.put(ids.get(i), (String) replies[i]);
        }
        return byNumber;
    }

    /** Makes the row another run's, whoever had it. Only for who has {@link #lock locked} it. */
    void take(Connection connection, LaneNote note) throws SQLException {
        String sql = "update outbox_lane set transmitting = ?, accepted = ?, replies = ?, owner = ?"
                + " where destination = ? and lane = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            write(statement, 1, note);
            statement.setString(4, note.owner());
            statement.setString(5, note.destination());
            statement.setInt(6, note.lane());
            statement.executeUpdate();
        }
    }

    /**
     * Notes that nothing is under way; false if the lane is another run's by now. On the disk with the commit, as a claim
     * has to be.
     */
    boolean clear(Connection connection, String destination, int lane, String owner) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
            set(statement, LaneNote.none(destination, lane, owner));
            return statement.executeUpdate() == 1;
        }
    }

    /**
     * Notes what lanes have under way.
     *
     * <p>The commit does not wait for the disk, where the database has {@link OutboxStore#epoch epochs}. Should this machine
     * die, the database knows of it all the same; should the database itself crash and lose it, another epoch has begun, and
     * whoever was claimed in an earlier one counts as transmitted. What has to be on the disk before the final dot is the claim.
     *
     * @return for each note, in order, whether the lane is still that run's
     */
    List<Boolean> write(Connection connection, List<LaneNote> notes) throws SQLException {
        List<Boolean> ours = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(writeRelaxed)) {
            for (LaneNote note : notes) {
                set(statement, note);
                statement.addBatch();
            }
            for (int count : statement.executeBatch()) {
                ours.add(count == 1);
            }
        }
        return ours;
    }

    private static void set(PreparedStatement statement, LaneNote note) throws SQLException {
        write(statement, 1, note);
        statement.setString(4, note.destination());
        statement.setInt(5, note.lane());
        statement.setString(6, note.owner());
    }

    private static void write(PreparedStatement statement, int first, LaneNote note) throws SQLException {
        Connection connection = statement.getConnection();
        statement.setArray(first, OutboxStore.ids(connection, note.transmitting().stream()));
        Long[] accepted = note.accepted().keySet().toArray(Long[]::new);
        statement.setArray(first + 1, OutboxStore.ids(connection, Stream.of(accepted)));
        Object[] replies = Stream.of(accepted).map(note.accepted()::get).toArray();
        statement.setArray(first + 2, connection.createArrayOf("varchar", replies));
    }
}
