/* SPDX-License-Identifier: Apache-2.0 */
package com.example.oldshop;

import java.util.Properties;

/** How old programs trust. */
final class Tls {

    private Tls() {}

    static Properties trusting(Properties properties, String protocol) {
        properties.setProperty("mail." + protocol + ".ssl.trust", Desk.HOST);
        properties.setProperty("mail." + protocol + ".ssl.checkserveridentity", "false");
        properties.setProperty("mail." + protocol + ".starttls.enable", "true");
        return properties;
    }
}
