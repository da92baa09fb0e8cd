package io.exportroutes.config.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The JSON Schema of exports.yaml: a base in this package's resources, and for each type of destination or channel the part
 * that its Kamelet describes.
 */
public final class ExportsSchema {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String BASE = "exports.schema.base.json";

    private ExportsSchema() {}

    /** The schema (draft 2020-12) for these types. */
    public static JsonNode of(KameletCatalog catalog) {
        ObjectNode schema = base();
        ObjectNode definitions = schema.withObject("$defs");
        for (SinkKind kind : SinkKind.values()) {
            addTypes(definitions, kind, catalog);
        }
        return schema;
    }

    /** What a channel may be told of: the kinds of alarms, and {@code recovered}. */
    public static List<String> toldOf() {
        List<String> words = new ArrayList<>();
        base().at("/$defs/on/items/enum").forEach(word -> words.add(word.asText()));
        return words;
    }

    private static void addTypes(ObjectNode definitions, SinkKind kind, KameletCatalog catalog) {
        ObjectNode target = definitions.putObject(kind.word());
        target.put("type", "object").putArray("required").add("type");
        ArrayNode types = target.putObject("properties")
                .putObject("type")
                .put("type", "string")
                .put("description", "The Kamelet: " + kind.kamelet("<type>") + " of routes/kamelets.")
                .putArray("enum");
        ArrayNode cases = target.putArray("allOf");
        for (SinkDefinition sink : catalog.sinks(kind)) {
            String name = kind.word() + "-" + sink.type();
            types.add(sink.type());
            definitions.set(name, SinkSchema.of(kind, sink));
            cases.add(caseOf(sink.type(), name));
        }
    }

    /** The schema as the file beside exports.yaml holds it, with a line end at its end. */
    public static String text(KameletCatalog catalog) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
        printer.indentObjectsWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
        try {
            return JSON.writer(printer).writeValueAsString(of(catalog)) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static ObjectNode caseOf(String type, String definition) {
        ObjectNode when = JSON.createObjectNode();
        ObjectNode condition = when.putObject("if");
        condition.putObject("properties").putObject("type").put("const", type);
        condition.putArray("required").add("type");
        when.putObject("then").put("$ref", "#/$defs/" + definition);
        return when;
    }

    private static ObjectNode base() {
        try (InputStream resource = Objects.requireNonNull(ExportsSchema.class.getResourceAsStream(BASE), BASE)) {
            return (ObjectNode) JSON.readTree(resource);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
