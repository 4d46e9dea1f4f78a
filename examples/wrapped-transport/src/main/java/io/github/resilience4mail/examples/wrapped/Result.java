/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.wrapped;

import com.example.oldshop.Way;
import io.github.resilience4mail.testkit.Accepted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What one way of sending came to, in one run.
 *
 * @param scenario what it met
 * @param accepted what the server counted
 * @param refusedLogins how many times a wrong password was tried
 * @param account what the program says
 */
record Result(Scenario scenario, List<Accepted> accepted, int refusedLogins, Account account) {

    /**
     * What the program says about one way.
     *
     * @param way which
     * @param blamed the addresses that were named as bad
     * @param failures how many failures it saw
     * @param firstFailure the first of them, or empty
     */
    record Account(Way way, List<String> blamed, int failures, String firstFailure) {

        /** Reads a line of the program's. */
        static Account parse(String line) {
            String[] cells = line.split("\t", -1);
            List<String> blamed = cells[1].isEmpty() ? List.of() : List.of(cells[1].split(",", -1));
            return new Account(Way.valueOf(cells[0]), blamed, Integer.parseInt(cells[2]), cells[3]);
        }
    }

    /** Who could have got the mail and did not. */
    List<String> lost() {
        return scenario.mailboxes().stream()
                .filter(mailbox -> idsOf(mailbox).isEmpty())
                .toList();
    }

    /** Who got it more than once. */
    List<String> twice() {
        return scenario.mailboxes().stream()
                .filter(mailbox -> idsOf(mailbox).size() > 1)
                .toList();
    }

    /** Whether all that came more than once can be told from their Message-ID to be the same. */
    boolean repeatsAreRecognisable() {
        return twice().stream().allMatch(mailbox -> new TreeSet<>(idsOf(mailbox)).size() == 1);
    }

    /** Whom the program holds responsible although the server never complained of them. */
    List<String> wronglyBlamed() {
        return account.blamed().stream()
                .filter(address -> !scenario.refused().contains(address))
                .toList();
    }

    private List<String> idsOf(String mailbox) {
        Map<String, List<String>> ids = accepted.stream()
                .collect(Collectors.groupingBy(
                        Accepted::recipient, Collectors.mapping(Accepted::messageId, Collectors.toList())));
        return ids.getOrDefault(mailbox, List.of());
    }

    /** What became of the mail, in a few words. */
    String mail() {
        List<String> words = new ArrayList<>();
        int all = scenario.mailboxes().size();
        if (!lost().isEmpty()) {
            words.add(lost().size() + " of " + all + " lost");
        } else if (twice().isEmpty() && all > 0) {
            words.add(all + " of " + all + " arrived");
        }
        if (!twice().isEmpty()) {
            words.add("arrived twice" + (repeatsAreRecognisable() ? ", same Message-ID" : ""));
        }
        if (!wronglyBlamed().isEmpty()) {
            words.add("wrong address blamed");
        }
        if (refusedLogins > 0) {
            words.add(refusedLogins == 1 ? "1 login refused" : refusedLogins + " logins refused");
        }
        return String.join(", ", words);
    }

    /** What the program saw, in a few words; Message-IDs say nothing here. */
    String seen() {
        if (account.failures() == 0) {
            return "no failure";
        }
        String times = account.failures() == 1 ? "" : account.failures() + " times ";
        return times + account.firstFailure().replaceAll("<[^<>@]+@[^<>]+>", "<...>");
    }
}
