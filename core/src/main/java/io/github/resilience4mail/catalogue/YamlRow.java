/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * A mapping of a YAML file, with the line of each value. Scalars are read as they are written, so {@code 4.3} stays
 * text. Unknown keys and keys given twice are errors.
 */
final class YamlRow {

    private final String file;
    private final Position position;
    private final String what;
    private final Map<String, Node> values = new LinkedHashMap<>();

    /**
     * Takes a mapping apart.
     *
     * @param what what it describes, for messages: "a rule"
     * @param known the keys that it may have; empty if they are the writer's to choose
     */
    YamlRow(String file, Node node, String what, List<String> known) {
        this.file = file;
        this.what = what;
        position = position(file, node);
        if (!(node instanceof MappingNode mapping)) {
            throw new CatalogueException(position, what + " is a mapping; write its keys as \"key: value\"");
        }
        for (NodeTuple entry : mapping.getValue()) {
            String key = scalar(entry.getKeyNode(), "a key");
            if (!known.isEmpty() && !known.contains(key)) {
                throw new CatalogueException(
                        position(file, entry.getKeyNode()),
                        "unknown key \"" + key + "\"; the keys of " + what + " are " + String.join(", ", known));
            }
            if (values.put(key, entry.getValueNode()) != null) {
                throw new CatalogueException(
                        position(file, entry.getKeyNode()), "the key \"" + key + "\" is given twice; keep one of them");
            }
        }
    }

    /** The one document of a file. */
    static Node compose(String file, String text) {
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

    static Position position(String file, Node node) {
        return new Position(
                file, node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1));
    }

    Position position() {
        return position;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /** The keys that are there, in order. */
    Set<String> keys() {
        return values.keySet();
    }

    /** The mapping of a key with keys of the writer's choice, or null if it is absent. */
    @Nullable
    YamlRow rowOrNull(String key, String what) {
        Node node = values.get(key);
        return node == null ? null : new YamlRow(file, node, what, List.of());
    }

    /** The value of a key that must be there. */
    String text(String key) {
        String text = textOrNull(key);
        if (text == null) {
            throw new CatalogueException(position, what + " needs the key \"" + key + "\"");
        }
        return text;
    }

    @Nullable
    String textOrNull(String key) {
        Node node = values.get(key);
        return node == null ? null : scalar(node, "\"" + key + "\"");
    }

    /** The value of a key, converted; what the converter complains of is reported with the line. */
    <T> @Nullable T valueOrNull(String key, Function<String, T> converter) {
        String text = textOrNull(key);
        return text == null ? null : convert(key, () -> converter.apply(text));
    }

    /** The values of a key that holds one, a list or a block of lines of them; none if it is absent. */
    <T> List<T> values(String key, Function<String, T> converter) {
        if (values.get(key) instanceof ScalarNode block && block.getScalarStyle() == ScalarStyle.LITERAL) {
            return lines(block, converter);
        }
        List<T> converted = new ArrayList<>();
        for (Node node : nodes(key)) {
            String text = scalar(node, "an element of \"" + key + "\"");
            converted.add(located(position(file, node), () -> converter.apply(text)));
        }
        return converted;
    }

    /** A value for each line of a block: read much faster than a list. */
    private <T> List<T> lines(ScalarNode block, Function<String, T> converter) {
        List<T> converted = new ArrayList<>();
        int line = position(file, block).line();
        for (String text : block.getValue().split("\n", -1)) {
            line++;
            if (!text.isBlank()) {
                Position at = new Position(file, line);
                converted.add(located(at, () -> converter.apply(text.strip())));
            }
        }
        if (converted.isEmpty()) {
            throw new CatalogueException(position(file, block), "the block is empty; fill it or leave it out");
        }
        return converted;
    }

    /** The value of a key, converted as a whole from one or a list of texts. */
    <T> @Nullable T listOrNull(String key, Function<List<String>, T> converter) {
        return has(key) ? convert(key, () -> converter.apply(values(key, Function.identity()))) : null;
    }

    /** The rows that a key holds; a plain text among them becomes a row with this text alone. */
    <T> List<T> rows(String key, Function<Node, T> converter) {
        return nodes(key).stream().map(converter).toList();
    }

    /** The one node of a key, or those of its list. */
    private List<Node> nodes(String key) {
        Node node = values.get(key);
        if (node == null) {
            return List.of();
        }
        if (node instanceof ScalarNode) {
            scalar(node, "\"" + key + "\"");
        }
        if (!(node instanceof SequenceNode list)) {
            return List.of(node);
        }
        if (list.getValue().isEmpty()) {
            throw new CatalogueException(
                    position(file, node), "the list \"" + key + "\" is empty; fill it or leave it out");
        }
        return list.getValue();
    }

    private String scalar(Node node, String name) {
        if (!(node instanceof ScalarNode scalar)) {
            throw new CatalogueException(position(file, node), name + " is one value here, not a list or a mapping");
        }
        if (scalar.getValue().isBlank()) {
            throw new CatalogueException(position(file, node), name + " has no value; give it one or leave it out");
        }
        return scalar.getValue();
    }

    private <T> T convert(String key, java.util.function.Supplier<T> conversion) {
        Node node = values.get(key);
        return located(node == null ? position : position(file, node), conversion);
    }

    private static <T> T located(Position position, java.util.function.Supplier<T> conversion) {
        try {
            return conversion.get();
        } catch (IllegalArgumentException e) {
            throw new CatalogueException(position, String.valueOf(e.getMessage()));
        }
    }
}
