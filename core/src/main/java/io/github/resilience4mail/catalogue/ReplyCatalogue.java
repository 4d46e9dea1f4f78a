/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Knows what the replies of SMTP servers mean: a set of rules, of which the most specific one that fits decides.
 *
 * <p>Rules compare in this order: a user's rule comes before one of ours; then one that names the host, one that names
 * words of the text, one that names the enhanced status, one that names code and phase, one that names the code, one
 * that names its class. Between equals the number of conditions decides, then the length of the words. The order of
 * files and rows never matters.
 *
 * <p>Immutable and thread-safe. A reply takes time linear in its length, however many rules there are.
 */
public final class ReplyCatalogue {

    private static final String SAID = " said: ";

    private final RuleSet rules;
    private final RuleIndex index;

    private ReplyCatalogue(RuleSet rules) {
        this.rules = rules;
        index = new RuleIndex(rules);
    }

    /** Put off until first used: reading the rules takes a moment. */
    private static final class Standard {
        static final ReplyCatalogue INSTANCE = new ReplyCatalogue(RuleFiles.standard());
    }

    /**
     * The rules that come with the library.
     *
     * @return always the same catalogue
     */
    public static ReplyCatalogue standard() {
        return Standard.INSTANCE;
    }

    /**
     * The rules that come with the library, outranked by those of your own files. The format is described in
     * {@code docs/catalogue-format.md}.
     *
     * @param files YAML files of rules, in UTF-8
     * @return a new catalogue
     * @throws CatalogueException if a file cannot be read, a rule is not as it should be, or one of its samples is not
     *     answered by it
     */
    public static ReplyCatalogue withRules(Path... files) {
        List<Rule> own = new ArrayList<>();
        for (Path file : files) {
            own.addAll(RuleFiles.read(file));
        }
        CatalogueLint.checkRules(own, standard().rules());
        ReplyCatalogue catalogue = new ReplyCatalogue(standard().rules.with(own));
        CatalogueLint.checkSamples(own, catalogue.index);
        return catalogue;
    }

    /**
     * Says what a reply means that has just come: a moment that the server names, such as {@code until 10:15 UTC}, counts
     * as a hint too.
     *
     * @param reply what the server said
     * @param phase the command that it answers, or null if that is not known
     * @param host the name of the server, or null if that is not known
     * @param now the present
     * @return the verdict; empty for a positive reply (2xx, 3xx)
     */
    public Optional<Verdict> classify(SmtpReply reply, @Nullable SmtpPhase phase, @Nullable String host, Instant now) {
        Optional<Verdict> verdict = classify(reply, phase, host);
        boolean mayHaveHint = verdict.isPresent()
                && verdict.get().decision() == Decision.RETRY
                && verdict.get().hint().isEmpty();
        Duration hint = mayHaveHint ? ClockHint.in(reply.lines(), now) : null;
        return hint == null ? verdict : verdict.map(known -> known.withHint(hint));
    }

    /**
     * Says what a reply means.
     *
     * @param reply what the server said
     * @param phase the command that it answers, or null if that is not known
     * @param host the name of the server, or null if that is not known
     * @return the verdict; empty for a positive reply (2xx, 3xx)
     */
    public Optional<Verdict> classify(SmtpReply reply, @Nullable SmtpPhase phase, @Nullable String host) {
        if (reply.isPositive()) {
            return Optional.empty();
        }
        SmtpReply quoted = quotedIn(reply);
        if (quoted != null) {
            return classify(quoted, phase, null);
        }
        Rule rule = index.find(reply, phase, host);
        if (rule == null) {
            throw new IllegalStateException(
                    "no rule for the class of " + reply.code() + ": the catalogue is incomplete");
        }
        Verdict verdict = rule.verdict();
        return Optional.of(verdict.decision() == Decision.RETRY ? withHint(verdict, reply) : verdict);
    }

    /** The failure that a relaying host quotes within its own reply: it is nearer to the cause. */
    private static @Nullable SmtpReply quotedIn(SmtpReply reply) {
        for (int i = 0; i < reply.lines().size(); i++) {
            String line = reply.lines().get(i);
            int said = line.indexOf(SAID);
            if (said >= 0) {
                SmtpReply quoted = SmtpReply.parse(line.substring(said + SAID.length()));
                return quoted.isTransient() || quoted.isPermanent() ? quoted : null;
            }
        }
        return null;
    }

    private static Verdict withHint(Verdict verdict, SmtpReply reply) {
        Duration hint = DelayHint.in(reply.lines());
        return hint == null ? verdict : verdict.withHint(hint);
    }

    /**
     * How much it knows.
     *
     * @return the number of rules
     */
    public int size() {
        return rules().size();
    }

    List<Rule> rules() {
        return rules.all();
    }
}
