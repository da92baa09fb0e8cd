package io.exportroutes.config.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.exportroutes.config.yaml.Problems;
import io.exportroutes.config.yaml.YamlPaths;
import io.exportroutes.value.Suggestions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks a tree against the JSON Schema of exports.yaml and fills in the schema's defaults. It knows the keywords that the
 * schema uses, and says what is wrong in words and with the place, which a general validator does not.
 */
public final class SchemaCheck {
    private final JsonNode root;
    private final Problems problems;
    private final SchemaScalar scalars;

    public SchemaCheck(JsonNode root, Problems problems) {
        this.root = root;
        this.problems = problems;
        this.scalars = new SchemaScalar(problems);
    }

    public void check(ObjectNode value) {
        check(root, value, "");
    }

    private void check(JsonNode schema, JsonNode value, String path) {
        if (schema.has("$ref")) {
            check(referred(schema), value, path);
        }
        if (problems.isWrong(path)) {
            return;
        }
        List<String> allowed = SchemaType.allowed(schema);
        JsonNode read = problems.isTemplate(path) ? SchemaType.read(value, allowed) : value;
        String type = SchemaType.of(read);
        if (!SchemaType.fits(type, allowed)) {
            wrongType(type, allowed.get(0), path);
        } else if (read instanceof ObjectNode object) {
            object(schema, object, path);
        } else if (read instanceof ArrayNode list) {
            list(schema, list, path);
        } else {
            scalars.check(schema, read, path);
        }
        for (JsonNode part : schema.path("allOf")) {
            conditional(part, value, path);
        }
    }

    private JsonNode referred(JsonNode schema) {
        return root.at(schema.get("$ref").asText().substring(1));
    }

    private void wrongType(String actual, String meant, String path) {
        String found = actual.equals("null") ? "has no value" : "has to be " + SchemaType.words(meant);
        problems.value(path, lastName(path) + " " + found, SchemaType.remedy(meant));
    }

    private static String lastName(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private void object(JsonNode schema, ObjectNode object, String path) {
        JsonNode properties = schema.path("properties");
        fillDefaults(properties, object);
        for (JsonNode required : schema.path("required")) {
            if (!object.has(required.asText())) {
                problems.missing(path, required.asText(), addRemedy(required.asText(), properties));
            }
        }
        if (object.size() < schema.path("minProperties").asInt()) {
            String remedy = schema.path("minPropertiesErrorMessage").asText("Add at least one.");
            problems.value(path, lastName(path) + " is empty", remedy);
        }
        Set<String> known = new HashSet<>();
        properties.fieldNames().forEachRemaining(known::add);
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            field(schema, field, YamlPaths.child(path, field.getKey()), known);
        }
    }

    private void fillDefaults(JsonNode properties, ObjectNode object) {
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            JsonNode schema = property.getValue();
            JsonNode preset = schema.has("default") || !schema.has("$ref")
                    ? schema.path("default")
                    : referred(schema).path("default");
            if (!object.has(property.getKey()) && !preset.isMissingNode()) {
                object.set(property.getKey(), preset.deepCopy());
            }
        }
    }

    private String addRemedy(String key, JsonNode properties) {
        String description = properties.path(key).path("description").asText();
        return "Add " + key + (description.isEmpty() ? "." : ": " + description);
    }

    private void field(JsonNode schema, Map.Entry<String, JsonNode> field, String path, Set<String> known) {
        String key = field.getKey();
        JsonNode others = schema.path("additionalProperties");
        if (known.contains(key)) {
            check(schema.path("properties").path(key), field.getValue(), path);
        } else if (others.isObject()) {
            name(schema.path("propertyNames"), key, path);
            check(others, field.getValue(), path);
        } else if (others.isBoolean() && !others.asBoolean()) {
            problems.key(path, "unknown key " + Suggestions.quote(key), Suggestions.remedy(key, sorted(known)));
        }
    }

    private static List<String> sorted(Set<String> words) {
        return words.stream().sorted().toList();
    }

    private void name(JsonNode schema, String key, String path) {
        JsonNode names = schema.has("$ref") ? referred(schema) : schema;
        if (names.has("pattern") && !SchemaScalar.matches(names, key)) {
            problems.key(
                    path,
                    Suggestions.quote(key) + " is not a valid name",
                    names.path("patternErrorMessage").asText());
        }
    }

    private void list(JsonNode schema, ArrayNode list, String path) {
        if (list.size() < schema.path("minItems").asInt()) {
            problems.value(path, lastName(path) + " is empty", "Name at least one, or remove the key.");
        }
        Set<JsonNode> seen = new HashSet<>();
        for (int index = 0; index < list.size(); index++) {
            String at = YamlPaths.entry(path, index);
            check(schema.path("items"), list.get(index), at);
            if (!seen.add(list.get(index)) && schema.path("uniqueItems").asBoolean()) {
                problems.value(at, "the entry occurs twice in the list", "Remove one of the two.");
            }
        }
    }

    private void conditional(JsonNode part, JsonNode value, String path) {
        for (Map.Entry<String, JsonNode> when :
                part.path("if").path("properties").properties()) {
            if (!when.getValue().path("const").equals(value.path(when.getKey()))) {
                return;
            }
        }
        check(part.path("then"), value, path);
    }
}
