/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import io.github.resilience4mail.cli.Program.Answer;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code send} over a scripted server. */
final class SendTo {

    private SendTo() {}

    /** The arguments, with what they must have before them. */
    static String[] arguments(ScriptedSmtpServer server, String... more) {
        List<String> all = new ArrayList<>(List.of("send", "--host", server.host(), "--port"));
        all.add(String.valueOf(server.port()));
        all.addAll(List.of("--from", "shop@example.org"));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    static Answer send(ScriptedSmtpServer server, String... more) {
        return Program.run(arguments(server, more));
    }

    static Answer sendWith(Map<String, String> environment, ScriptedSmtpServer server, String... more) {
        return Program.with(environment).answer("", arguments(server, more));
    }

    /** The value of a field in a line of JSON, as it is written there. */
    static String field(String line, String name) {
        int at = line.indexOf("\"" + name + "\":") + name.length() + 3;
        boolean quoted = line.charAt(at) == '"';
        int end = quoted ? line.indexOf('"', at + 1) + 1 : at;
        while (!quoted && ",}".indexOf(line.charAt(end)) < 0) {
            end++;
        }
        return line.substring(at, end).replace("\"", "");
    }
}
