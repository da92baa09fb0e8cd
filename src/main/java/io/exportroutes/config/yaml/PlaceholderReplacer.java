package io.exportroutes.config.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.exportroutes.failure.PermanentFailure;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Puts values in the place of the placeholders of a tree. */
public final class PlaceholderReplacer {
    private static final String LEDGER = "ledger.";

    private final UnaryOperator<String> placeholders;
    private final @Nullable UnaryOperator<String> readOnly;
    private final Problems problems;

    /**
     * @param readOnly for commands that only read: resolves every section except the ledger's, which they open; a placeholder
     *     that it does not resolve stays unknown and is no mistake. Null: each placeholder must have its value
     */
    public PlaceholderReplacer(
            UnaryOperator<String> placeholders, @Nullable UnaryOperator<String> readOnly, Problems problems) {
        this.placeholders = placeholders;
        this.readOnly = readOnly;
        this.problems = problems;
    }

    public void resolve(ObjectNode object, String path) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            field.setValue(resolved(field.getValue(), YamlPaths.child(path, field.getKey())));
        }
    }

    private JsonNode resolved(JsonNode node, String path) {
        if (node instanceof ObjectNode object) {
            resolve(object, path);
        } else if (node instanceof ArrayNode list) {
            for (int index = 0; index < list.size(); index++) {
                list.set(index, resolved(list.get(index), YamlPaths.entry(path, index)));
            }
        } else if (node.isTextual() && Placeholders.in(node.asText())) {
            return value(node, path);
        }
        return node;
    }

    /** A value that becomes a property of a Kamelet, in which Camel resolves placeholders once more. */
    private static boolean goesToCamel(String path) {
        return path.startsWith("destinations.") || path.equals("api.token");
    }

    private JsonNode value(JsonNode node, String path) {
        problems.template(path, node.asText());
        @Nullable UnaryOperator<String> lookup = path.startsWith(LEDGER) ? null : readOnly;
        try {
            String value = (lookup == null ? placeholders : lookup).apply(node.asText());
            if (Placeholders.in(value) && goesToCamel(path)) {
                problems.value(
                        path,
                        "the value of its placeholder contains {{, which would be read as another placeholder",
                        "Choose a value without two opening braces in a row.");
            }
            return TextNode.valueOf(value);
        } catch (PermanentFailure unresolved) {
            if (lookup == null) {
                problems.value(path, String.valueOf(unresolved.getMessage()), unresolved.hint());
            } else {
                problems.unknown(path);
            }
            return node;
        }
    }
}
