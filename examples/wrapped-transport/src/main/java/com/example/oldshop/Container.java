/* SPDX-License-Identifier: Apache-2.0 */
package com.example.oldshop;

import jakarta.mail.Session;
import java.lang.reflect.Proxy;
import java.util.Hashtable;
import java.util.Properties;
import javax.naming.Context;
import javax.naming.spi.InitialContextFactory;

/** A container, as far as anybody can tell who only looks up a session in it. */
public final class Container implements InitialContextFactory {

    /** Called by JNDI. */
    public Container() {}

    // JNDI is older than Map
    @SuppressWarnings("JdkObsolete")
    @Override
    public Context getInitialContext(Hashtable<?, ?> environment) {
        Properties properties = new Properties();
        properties.putAll(environment);
        Session session = Session.getInstance(properties);
        return (Context) Proxy.newProxyInstance(
                Container.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("lookup") && "mail/Session".equals(String.valueOf(arguments[0]))) {
                        return session;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
