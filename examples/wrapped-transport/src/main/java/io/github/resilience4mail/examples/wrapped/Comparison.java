/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.wrapped;

import io.github.resilience4mail.smtp.PrintableText;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The same program, before and after.
 *
 * @param before on its own class path
 * @param after with resilience4mail on it
 */
record Comparison(List<Result> before, List<Result> after) {

    private static final String LINE = "%2s %-47s %-6s  %-34s %s%n";
    private static final int MAX_SEEN = 70;

    static Comparison run() throws IOException, InterruptedException, URISyntaxException {
        ClassPath classPath = ClassPath.ofThisProcess();
        return new Comparison(Run.on(classPath.withoutAdapter()), Run.on(classPath));
    }

    /** Whether nothing was lost any longer, and nobody was blamed who had done nothing. */
    boolean isGood() {
        return count(after, Result::lost) == 0 && count(after, Result::wronglyBlamed) == 0;
    }

    void print(PrintStream out) {
        out.printf(
                Locale.ROOT, LINE, "", "how it is sent; what the server does", "", "the mail", "what the program saw");
        for (int i = 0; i < before.size(); i++) {
            Result one = before.get(i);
            Result other = after.get(i);
            out.println();
            line(out, String.valueOf(i + 1), one.scenario().way().label(), "before", one);
            line(out, "", one.scenario().misbehaviour(), "after", other);
        }
        out.println();
        sum(out, "before", before);
        sum(out, "after", after);
    }

    private static void line(PrintStream out, String number, String left, String run, Result result) {
        String seen = PrintableText.of(result.seen(), MAX_SEEN);
        out.printf(Locale.ROOT, LINE, number, left, run, result.mail(), seen);
    }

    private static void sum(PrintStream out, String name, List<Result> results) {
        long recognisable = results.stream()
                .filter(Result::repeatsAreRecognisable)
                .mapToLong(result -> result.twice().size())
                .sum();
        int twice = count(results, Result::twice);
        out.printf(
                Locale.ROOT,
                "%-7s %d of %d mails lost, %d sent twice%s, %d wrong %s blamed, logins with a wrong password: %d%n",
                name + ":",
                count(results, Result::lost),
                count(results, result -> result.scenario().mailboxes()),
                twice,
                recognisable == 0 ? "" : " (" + recognisable + " of them under one Message-ID)",
                count(results, Result::wronglyBlamed),
                count(results, Result::wronglyBlamed) == 1 ? "address" : "addresses",
                results.stream().mapToInt(Result::refusedLogins).sum());
    }

    private static int count(List<Result> results, Function<Result, Collection<String>> what) {
        return results.stream().mapToInt(result -> what.apply(result).size()).sum();
    }
}
