package io.exportroutes.config.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.exportroutes.value.Suggestions;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Turns YAML nodes into values and remembers the place of each; anchors are followed, within bounds. */
final class YamlTree {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MOST_VALUES = 500_000;
    private static final int DEEPEST = 50;
    private static final int LONGEST_NUMBER = 40;

    private final Problems problems;
    private int values;
    private int depth;

    YamlTree(Problems problems) {
        this.problems = problems;
    }

    ObjectNode mapping(MappingNode node) {
        return mapping(node, "");
    }

    private ObjectNode mapping(MappingNode node, String path) {
        ObjectNode object = JSON.objectNode();
        Map<String, Integer> lines = new HashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                String name = key.getValue();
                Integer first = lines.putIfAbsent(name, line(key));
                if (first != null) {
                    twice(key, YamlPaths.child(path, name), first);
                } else if (name.equals("<<")) {
                    merge(key, YamlPaths.child(path, name));
                } else {
                    object.set(name, child(tuple, key, YamlPaths.child(path, name)));
                }
            } else {
                Mark mark = tuple.getKeyNode().getStartMark();
                problems.at(
                        mark.getLine() + 1,
                        mark.getColumn() + 1,
                        path,
                        "a key has to be a word",
                        "Put text that begins with { or [ in quotes.");
            }
        }
        return object;
    }

    private JsonNode child(NodeTuple tuple, ScalarNode key, String path) {
        Mark value = tuple.getValueNode().getStartMark();
        problems.place(path, new Position(line(key), column(key), value.getLine() + 1, value.getColumn() + 1));
        return value(tuple.getValueNode(), path);
    }

    private JsonNode value(Node node, String path) {
        if (++values > MOST_VALUES || ++depth > DEEPEST) {
            throw new YAMLException("its anchors and nesting are too deep or refer to themselves");
        }
        JsonNode value;
        if (node instanceof MappingNode mapping) {
            value = mapping(mapping, path);
        } else if (node instanceof SequenceNode sequence) {
            value = list(sequence, path);
        } else {
            value = scalar((ScalarNode) node, path);
        }
        depth--;
        return value;
    }

    private ArrayNode list(SequenceNode node, String path) {
        ArrayNode list = JSON.arrayNode();
        for (Node entry : node.getValue()) {
            String at = YamlPaths.entry(path, list.size());
            problems.place(at, new Position(line(entry), column(entry), line(entry), column(entry)));
            list.add(value(entry, at));
        }
        return list;
    }

    private JsonNode scalar(ScalarNode node, String path) {
        String text = node.getValue();
        Tag tag = node.getTag();
        if (tag.equals(Tag.STR)) {
            return JSON.textNode(text);
        }
        if (tag.equals(Tag.NULL)) {
            return JSON.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(text.equalsIgnoreCase("true"));
        }
        return number(tag, text, path);
    }

    private JsonNode number(Tag tag, String text, String path) {
        boolean whole = tag.equals(Tag.INT);
        if (text.length() > LONGEST_NUMBER || !whole && !tag.equals(Tag.FLOAT)) {
            problems.value(
                    path, "the value is of a type that is not supported here", "Write it in quotes, without a tag.");
            return JSON.nullNode();
        }
        try {
            return whole ? whole(new BigInteger(text)) : JSON.numberNode(new BigDecimal(text));
        } catch (NumberFormatException tagged) {
            problems.value(path, "the value is not a number", "Write a number, or remove the tag.");
            return JSON.nullNode();
        }
    }

    private static JsonNode whole(BigInteger number) {
        if (number.bitLength() < Integer.SIZE) {
            return JSON.numberNode(number.intValue());
        }
        return number.bitLength() < Long.SIZE ? JSON.numberNode(number.longValue()) : JSON.numberNode(number);
    }

    private void twice(ScalarNode key, String path, int first) {
        problems.at(
                line(key),
                column(key),
                path,
                "the key " + Suggestions.quote(key.getValue()) + " occurs twice, first on line " + first,
                "Remove or rename one of the two.");
    }

    private void merge(ScalarNode key, String path) {
        problems.at(
                line(key),
                column(key),
                path,
                "merge keys (<<) are not supported",
                "Put what jobs share under defaults.");
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private static int column(Node node) {
        return node.getStartMark().getColumn() + 1;
    }
}
