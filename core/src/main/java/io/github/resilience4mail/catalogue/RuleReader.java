/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import io.github.resilience4mail.smtp.SmtpPhase;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Reads a file of rules. What it does not understand it refuses, with the line. */
final class RuleReader {

    private static final List<String> FILE_KEYS = List.of("hosts", "markers", "seen", "rules");
    private static final List<String> RULE_KEYS = List.of(
            "id",
            "code",
            "status",
            "phase",
            "host",
            "text",
            "reason",
            "decision",
            "delay",
            "scope",
            "throttle",
            "suppress",
            "confidence",
            "why",
            "samples",
            "source",
            "seen");
    private static final List<String> SAMPLE_KEYS = List.of("reply", "phase", "host");
    private static final int MAX_ID = 80;

    private final String file;
    private final boolean users;
    /** Whether the file says when its rules were seen, so that they need not. */
    private boolean fileHasDate;

    private RuleReader(String file, boolean users) {
        this.file = file;
        this.users = users;
    }

    /**
     * Reads the text of a file.
     *
     * @param file its name, for messages
     * @param text its content
     * @param users whether its rules outrank ours
     * @throws CatalogueException if a row is not as it should be
     */
    static List<Rule> read(String file, String text, boolean users) {
        return new RuleReader(file, users).read(text);
    }

    private List<Rule> read(String text) {
        Node root = compose(text);
        YamlRow row = new YamlRow(file, root, "a file of rules", FILE_KEYS);
        fileHasDate = row.valueOrNull("seen", RuleReader::date) != null;
        Origin origin = row.has("hosts") || row.has("markers")
                ? new Origin(row.values("hosts", Origin::host), row.values("markers", Phrase::parse))
                : null;
        List<Rule> rules = row.rows("rules", node -> rule(node, origin));
        if (rules.isEmpty()) {
            throw new CatalogueException(row.position(), "there are no rules; list them under the key \"rules\"");
        }
        return rules;
    }

    private Node compose(String text) {
        LoadSettings settings = LoadSettings.builder().setLabel(file).build();
        try {
            // the composer itself: the short cut to it is in a package that is not exported
            return new Composer(settings, new ShallowParser(file, settings, new StreamReader(settings, text)))
                    .getSingleNode()
                    .orElseThrow(() -> new CatalogueException(
                            new Position(file, 1), "the file is empty; list rules under the key \"rules\""));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElse(0) + 1;
            throw new CatalogueException(new Position(file, line), "this is not YAML: " + oneLine(e.getProblem()));
        } catch (YamlEngineException e) {
            throw new CatalogueException(new Position(file, 1), "this is not YAML: " + oneLine(e.getMessage()));
        }
    }

    private static String oneLine(@Nullable String message) {
        return message == null
                ? "it cannot be read"
                : message.replace('\n', ' ').strip();
    }

    /** A rule's own hosts replace those of its file; "any" takes them away. */
    private static @Nullable Origin origin(YamlRow row, @Nullable Origin fileOrigin) {
        if (!row.has("host")) {
            return fileOrigin;
        }
        List<String> hosts = row.values("host", Origin::host);
        return hosts.equals(List.of("any")) ? null : new Origin(hosts, List.of());
    }

    private Rule rule(Node node, @Nullable Origin fileOrigin) {
        YamlRow row = new YamlRow(file, node, "a rule", RULE_KEYS);
        CodeCondition codes = row.listOrNull("code", CodeCondition::parse);
        Rule rule = new Rule(
                row.position(),
                users,
                codes == null ? CodeCondition.ANY : codes,
                row.values("status", StatusPattern::parse),
                phases(row),
                origin(row, fileOrigin),
                row.values("text", Phrase::parse),
                verdict(row, codes),
                row.textOrNull("why"),
                row.rows("samples", this::sample));
        // where a rule comes from is for the reader of the file; that it is said is for us
        row.text("source");
        if (!fileHasDate || row.has("seen")) {
            row.text("seen");
            row.valueOrNull("seen", RuleReader::date);
        }
        return rule;
    }

    private static Set<SmtpPhase> phases(YamlRow row) {
        return Set.copyOf(row.values("phase", text -> constant(SmtpPhase.class, text)));
    }

    private static Verdict verdict(YamlRow row, @Nullable CodeCondition codes) {
        Reason reason = row.valueOrNull("reason", text -> constant(Reason.class, text));
        if (reason == null) {
            throw new CatalogueException(row.position(), "a rule needs the key \"reason\"");
        }
        Verdict.Builder verdict = Verdict.builder(reason).ruleId(id(row)).confidence(confidence(row, codes));
        Decision decision = row.valueOrNull("decision", text -> constant(Decision.class, text));
        if (decision != null) {
            verdict.decision(decision);
        }
        DelayClass delay = row.valueOrNull("delay", text -> constant(DelayClass.class, text));
        if (delay != null) {
            requireRetry(row, decision == null ? reason.decision() : decision);
            verdict.delayClass(delay);
        }
        Scope scope = row.valueOrNull("scope", text -> constant(Scope.class, text));
        if (scope != null) {
            verdict.scope(scope);
        }
        return withFlags(row, reason, decision, verdict);
    }

    private static Verdict withFlags(YamlRow row, Reason reason, @Nullable Decision decision, Verdict.Builder verdict) {
        Boolean throttle = row.valueOrNull("throttle", RuleReader::flag);
        Boolean suppress = row.valueOrNull("suppress", RuleReader::flag);
        boolean retries = (decision == null ? reason.decision() : decision) == Decision.RETRY;
        boolean suppresses = suppress == null ? reason.suppress() && !retries : suppress;
        if (suppresses && retries) {
            throw new CatalogueException(
                    row.position(), "a rule cannot both suppress and retry; take away \"suppress\" or the decision");
        }
        return verdict.throttle(throttle == null ? reason.throttle() : throttle)
                .suppress(suppresses)
                .build();
    }

    private static void requireRetry(YamlRow row, Decision decision) {
        if (decision != Decision.RETRY) {
            throw new CatalogueException(
                    row.position(), "a delay is for RETRY only, and this rule decides " + decision + "; leave it out");
        }
    }

    /** Text, status and host say it themselves; codes alone are used loosely; a class says next to nothing. */
    private static Confidence confidence(YamlRow row, @Nullable CodeCondition codes) {
        Confidence own = row.valueOrNull("confidence", text -> constant(Confidence.class, text));
        if (own != null) {
            return own;
        }
        if (row.has("text") || row.has("status") || row.has("host")) {
            return Confidence.HIGH;
        }
        boolean exact = codes != null && codes.isExact();
        return exact ? Confidence.MEDIUM : Confidence.LOW;
    }

    private static String id(YamlRow row) {
        String id = row.text("id");
        boolean clean = id.length() <= MAX_ID
                && id.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
        if (!clean) {
            throw new CatalogueException(
                    row.position(),
                    "the id \"" + id + "\" is not made of a-z, 0-9 and hyphens, at most " + MAX_ID
                            + " of them; rename it");
        }
        return id;
    }

    private Sample sample(Node node) {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            int line = node.getStartMark().map(Mark::getLine).orElse(0) + 1;
            return new Sample(new Position(file, line), scalar.getValue(), null, null);
        }
        YamlRow row = new YamlRow(file, node, "a sample", SAMPLE_KEYS);
        return new Sample(
                row.position(),
                row.text("reply"),
                row.valueOrNull("phase", text -> constant(SmtpPhase.class, text)),
                row.textOrNull("host"));
    }

    private static boolean flag(String text) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw new IllegalArgumentException("\"" + text + "\" is neither true nor false");
    }

    private static java.time.LocalDate date(String text) {
        try {
            return java.time.LocalDate.parse(text);
        } catch (java.time.format.DateTimeParseException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a date; write it as 2026-11-23", e);
        }
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String text) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        String name = type.getSimpleName().replace("Smtp", "").toLowerCase(Locale.ROOT);
        throw new IllegalArgumentException("\"" + text + "\" is not a " + name + "; choose one of "
                + Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", ")));
    }
}
