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
import java.util.Objects;
import java.util.Set;

/**
 * The JSON Schema of exports.yaml: a base in this package's resources, and for each destination type the part
 * that its Kamelet describes.
 */
public final class ExportsSchema {
    /** The keys that every destination has, whatever its type. */
    static final Set<String> COMMON = Set.of("type", "key", "max-concurrent", "delivery-timeout");

    private static final JsonMapper JSON = new JsonMapper();
    private static final String BASE = "exports.schema.base.json";

    private ExportsSchema() {}

    /** The schema (draft 2020-12) for these destination types. */
    public static JsonNode of(KameletCatalog catalog) {
        ObjectNode schema = base();
        ObjectNode definitions = schema.withObject("$defs");
        ObjectNode destination = definitions.putObject("destination");
        destination.put("type", "object").putArray("required").add("type");
        ArrayNode types = destination
                .putObject("properties")
                .putObject("type")
                .put("type", "string")
                .put("description", "The Kamelet that delivers: <type>-artifact-sink of routes/kamelets.")
                .putArray("enum");
        catalog.types().forEach(types::add);
        ArrayNode cases = destination.putArray("allOf");
        for (SinkDefinition sink : catalog.sinks()) {
            definitions.set("destination-" + sink.type(), SinkSchema.of(sink));
            cases.add(caseOf(sink.type()));
        }
        return schema;
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

    private static ObjectNode caseOf(String type) {
        ObjectNode when = JSON.createObjectNode();
        ObjectNode condition = when.putObject("if");
        condition.putObject("properties").putObject("type").put("const", type);
        condition.putArray("required").add("type");
        when.putObject("then").put("$ref", "#/$defs/destination-" + type);
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
