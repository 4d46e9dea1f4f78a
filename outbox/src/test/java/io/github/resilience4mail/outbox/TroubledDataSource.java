/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A database that refuses its service for a while. */
final class TroubledDataSource extends WrappedDataSource {

    private static final Set<String> REFUSED = Set.of("prepareStatement", "createStatement", "commit");

    private final DataSource source;
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile String state = "";

    TroubledDataSource(DataSource source) {
        super(source);
        this.source = source;
    }

    /** Refuses everything from now on, with an SQL state. */
    void refuse(String sqlState) {
        refusals.set(0);
        state = sqlState;
    }

    void serve() {
        state = "";
    }

    /** How often it refused since it was told to. */
    int refusals() {
        return refusals.get();
    }

    private void check() throws SQLException {
        String now = state;
        if (!now.isEmpty()) {
            refusals.incrementAndGet();
            throw new SQLException("not now", now);
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        check();
        Connection connection = source.getConnection();
        return (Connection) Proxy.newProxyInstance(
                TroubledDataSource.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> {
                    if (REFUSED.contains(method.getName())) {
                        check();
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
        return getConnection();
    }
}
