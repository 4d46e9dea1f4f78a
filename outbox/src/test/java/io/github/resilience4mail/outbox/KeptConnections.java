/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.sql.DataSource;

/** The smallest pool that there can be: what is closed is kept, and given out again. */
final class KeptConnections extends WrappedDataSource {

    private final DataSource source;
    private final Deque<Connection> kept = new ConcurrentLinkedDeque<>();

    KeptConnections(DataSource source) {
        super(source);
        this.source = source;
    }

    @Override
    public Connection getConnection() throws SQLException {
        for (Connection connection = kept.poll(); connection != null; connection = kept.poll()) {
            if (connection.isValid(1)) {
                connection.setAutoCommit(true);
                return returning(connection);
            }
            connection.close();
        }
        return returning(source.getConnection());
    }

    private Connection returning(Connection connection) {
        boolean[] returned = new boolean[1];
        return (Connection) Proxy.newProxyInstance(
                KeptConnections.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> {
                    if (method.getName().equals("close")) {
                        if (!returned[0]) {
                            returned[0] = true;
                            kept.push(connection);
                        }
                        return null;
                    }
                    try {
                        return method.invoke(connection, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return source.getConnection(user, password);
    }
}
