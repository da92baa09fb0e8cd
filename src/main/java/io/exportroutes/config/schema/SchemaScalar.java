package io.exportroutes.config.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.exportroutes.config.yaml.Problems;
import io.exportroutes.value.Suggestions;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The keywords of a JSON Schema for a single value. */
final class SchemaScalar {
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    private final Problems problems;

    SchemaScalar(Problems problems) {
        this.problems = problems;
    }

    void check(JsonNode schema, JsonNode value, String path) {
        if (schema.has("const")
                && !sameNumber(schema.get("const"), value)
                && !schema.get("const").equals(value)) {
            String only = schema.get("const").asText();
            problems.value(path, shown(schema, value, path) + " is not " + only, "Write " + only + ".");
        } else if (schema.has("enum")) {
            oneOf(schema, value, path);
        } else if (value.isTextual()) {
            text(schema, value.asText(), path);
        } else if (value.isNumber()) {
            number(schema, value.decimalValue(), path);
        }
    }

    /** Whether the text matches the schema's pattern; the end is the end of the text, not of its last line. */
    static boolean matches(JsonNode schema, String text) {
        return PATTERNS.computeIfAbsent(
                        schema.path("pattern").asText(),
                        pattern -> Pattern.compile(pattern.replaceFirst("\\$$", "\\\\z")))
                .matcher(text)
                .find();
    }

    private static boolean sameNumber(JsonNode one, JsonNode other) {
        return one.isNumber() && other.isNumber() && one.decimalValue().compareTo(other.decimalValue()) == 0;
    }

    private void oneOf(JsonNode schema, JsonNode value, String path) {
        List<String> words = new ArrayList<>();
        schema.get("enum").forEach(word -> words.add(word.asText()));
        if (!words.contains(value.asText())) {
            String message = shown(schema, value, path) + " is not one of " + String.join(", ", words);
            String remedy = Suggestions.nearest(value.asText(), words)
                    .map(near -> "Did you mean " + Suggestions.quote(near) + "?")
                    .orElse("Write one of them.");
            problems.value(path, message, remedy);
        }
    }

    private void text(JsonNode schema, String text, String path) {
        if (text.codePointCount(0, text.length()) < schema.path("minLength").asInt()) {
            String from = problems.isTemplate(path) ? ": " + problems.shown(path, text) + " gives nothing" : "";
            problems.value(path, "the value is empty" + from, "Give it a value, or remove the key.");
        } else if (schema.has("pattern") && !matches(schema, text)) {
            String what = schema.path("title").asText("value here");
            String shown = isSecret(schema) ? "the value" : problems.shown(path, text);
            problems.value(
                    path,
                    shown + " is not a valid " + what,
                    schema.path("patternErrorMessage").asText(remedy(schema)));
        }
    }

    private static String remedy(JsonNode schema) {
        String example = schema.path("examples").path(0).asText();
        return example.isEmpty() ? "It has to match " + schema.path("pattern").asText() : "Write it like " + example;
    }

    private void number(JsonNode schema, BigDecimal number, String path) {
        JsonNode least = schema.path("minimum");
        JsonNode most = schema.path("maximum");
        boolean small = least.isNumber() && number.compareTo(least.decimalValue()) < 0;
        boolean large = most.isNumber() && number.compareTo(most.decimalValue()) > 0;
        if (small || large) {
            String range =
                    most.isNumber() ? "from " + least.asText() + " to " + most.asText() : least.asText() + " or more";
            String shown = problems.isTemplate(path) ? problems.shown(path, "") : number.toString();
            problems.value(path, shown + " is out of range", "Write a number " + range + ".");
        }
    }

    private String shown(JsonNode schema, JsonNode value, String path) {
        return isSecret(schema) ? "the value" : problems.shown(path, value.asText());
    }

    private static boolean isSecret(JsonNode schema) {
        return schema.path("format").asText().equals("password");
    }
}
