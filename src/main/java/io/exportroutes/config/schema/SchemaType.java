package io.exportroutes.config.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The types of a JSON Schema, in words for people. */
final class SchemaType {
    private static final Set<String> TRUTHS = Set.of("true", "false");
    private static final Pattern WHOLE = Pattern.compile("[-+]?\\d{1,30}");
    private static final Pattern FRACTION = Pattern.compile("[-+]?\\d{1,30}\\.\\d{1,30}");

    private SchemaType() {}

    /** The types that a schema allows, the one that is meant first; empty if it allows any. */
    static List<String> allowed(JsonNode schema) {
        JsonNode type = schema.path("type");
        List<String> types = new ArrayList<>();
        if (type.isTextual()) {
            types.add(type.asText());
        }
        type.forEach(each -> types.add(each.asText()));
        return types;
    }

    /** The type of a value; a number without a fraction is an integer. */
    static String of(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT, POJO -> "object";
            case ARRAY -> "array";
            case BOOLEAN -> "boolean";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case STRING, BINARY -> "string";
            case NULL, MISSING -> "null";
        };
    }

    /**
     * Whether a value of one type may stand where the others are allowed. Text beside a number or a truth value is there
     * for placeholders, which are resolved by now; beside a list or keys it is a value of its own.
     */
    static boolean fits(String type, List<String> allowed) {
        if (type.equals("string") && allowed.size() > 1 && !takesText(allowed)) {
            return false;
        }
        return allowed.isEmpty() || allowed.contains(type) || type.equals("integer") && allowed.contains("number");
    }

    /** The value that a placeholder's text stands for where another type than text is meant; otherwise the text. */
    static JsonNode read(JsonNode text, List<String> allowed) {
        if (!text.isTextual() || allowed.size() < 2 || takesText(allowed)) {
            return text;
        }
        String word = text.asText();
        if (allowed.contains("boolean")) {
            return TRUTHS.contains(word) ? BooleanNode.valueOf(word.equals("true")) : text;
        }
        if (WHOLE.matcher(word).matches()) {
            return BigIntegerNode.valueOf(new BigInteger(word));
        }
        boolean fraction = allowed.contains("number") && FRACTION.matcher(word).matches();
        return fraction ? DecimalNode.valueOf(new BigDecimal(word)) : text;
    }

    private static boolean takesText(List<String> allowed) {
        return allowed.contains("array") || allowed.contains("object");
    }

    static String words(String type) {
        return switch (type) {
            case "object" -> "keys with values";
            case "array" -> "a list";
            case "boolean" -> "true or false";
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "string" -> "text";
            default -> "empty";
        };
    }

    /** How to write a value of the type. */
    static String remedy(String type) {
        return switch (type) {
            case "object" -> "Write keys below it, one a line, indented.";
            case "array" -> "Write a list: [one, two].";
            case "boolean" -> "Write true or false, without quotes.";
            case "integer" -> "Write a whole number, without quotes.";
            case "number" -> "Write a number, without quotes.";
            default -> "Write text; put it in quotes where it looks like a number.";
        };
    }
}
