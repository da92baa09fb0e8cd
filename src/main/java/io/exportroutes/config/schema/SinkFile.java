package io.exportroutes.config.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.exportroutes.config.schema.SinkDefinition.Annotations;
import io.exportroutes.config.schema.SinkDefinition.Settings;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One Kamelet file, read for its definition alone. */
final class SinkFile {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final String READS = "exportroutes.io/reads";
    private static final String STORES = "exportroutes.io/stores";
    private static final String BATCHES = "exportroutes.io/batches";
    private static final String RULES = "exportroutes.io/rules";
    private static final String SECTIONS = "exportroutes.io/sections";
    private static final String RETENTION = "exportroutes.io/retention";

    private final Path file;
    private final SinkKind kind;

    private SinkFile(Path file, SinkKind kind) {
        this.file = file;
        this.kind = kind;
    }

    static SinkDefinition read(Path file, SinkKind kind) {
        return new SinkFile(file, kind).definition();
    }

    private SinkDefinition definition() {
        String fileName = file.getFileName().toString();
        String type = fileName.substring(0, fileName.length() - kind.file().length());
        JsonNode kamelet = parse();
        if (!kamelet.path("metadata").path("name").asText().equals(kind.kamelet(type))) {
            throw invalid("metadata.name differs from the file's name", "Call it " + kind.kamelet(type) + ".", null);
        }
        JsonNode definition = kamelet.path("spec").path("definition");
        if (!definition.isObject()) {
            throw invalid("it has no spec.definition", "Describe its properties under spec.definition.", null);
        }
        Map<String, SinkProperty> properties = properties(definition.path("properties"));
        JsonNode annotations = kamelet.path("metadata").path("annotations");
        return new SinkDefinition(
                type,
                definition.path("title").asText(type),
                definition.path("description").asText("").strip(),
                new Settings(
                        properties,
                        required(definition.path("required")),
                        rules(annotations.path(RULES), properties.keySet()),
                        sections(annotations.path(SECTIONS), properties.keySet())),
                new Annotations(
                        readsGrowing(annotations.path(READS)),
                        stores(annotations.path(STORES), properties),
                        takesBatches(annotations.path(BATCHES)),
                        isOfOthers(annotations.path(RETENTION))));
    }

    private JsonNode parse() {
        try {
            return YAML.readTree(file.toFile());
        } catch (JsonProcessingException syntax) {
            throw invalid("it is not YAML: " + syntax.getOriginalMessage(), "Fix its syntax.", syntax);
        } catch (IOException unreadable) {
            throw invalid("it cannot be read", "Check its permissions.", unreadable);
        }
    }

    private Map<String, SinkProperty> properties(JsonNode node) {
        Map<String, SinkProperty> properties = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String key = PropertyNames.key(field.getKey());
            SinkProperty other = properties.put(key, new SinkProperty(field.getKey(), field.getValue()));
            if (other != null) {
                throw invalid(
                        "its properties " + other.name() + " and " + field.getKey() + " are both " + key
                                + " in exports.yaml",
                        "Rename one of them.",
                        null);
            }
        }
        return properties;
    }

    private static Set<String> required(JsonNode node) {
        Set<String> required = new LinkedHashSet<>();
        node.forEach(name -> required.add(PropertyNames.key(name.asText())));
        return required;
    }

    private List<SinkRule> rules(JsonNode annotation, Set<String> properties) {
        List<SinkRule> rules = new ArrayList<>();
        for (String line : annotation.asText("").lines().toList()) {
            rules.add(SinkRule.parse(line.strip())
                    .filter(rule -> properties.containsAll(rule.properties()))
                    .orElseThrow(() -> invalid(
                            "its annotation " + RULES + " has the line \"" + line + "\"",
                            "Write lines such as: accessKey needs secretKey, with properties that it has.",
                            null)));
        }
        return rules;
    }

    private Map<String, String> sections(JsonNode annotation, Set<String> properties) {
        Map<String, String> sections = new LinkedHashMap<>();
        for (String line : annotation.asText("").lines().toList()) {
            String[] parts = line.split(":", 2);
            String key = PropertyNames.key(parts[0].strip());
            if (parts.length < 2 || properties.stream().noneMatch(property -> property.startsWith(key + "-"))) {
                throw invalid(
                        "its annotation " + SECTIONS + " has the line \"" + line + "\"",
                        "Write lines such as: objectLock: What it is. It needs properties whose names begin so.",
                        null);
            }
            sections.put(key, parts[1].strip());
        }
        return sections;
    }

    private boolean isOfOthers(JsonNode annotation) {
        return switch (annotation.asText("")) {
            case "" -> false;
            case "keep-all" -> true;
            default ->
                throw invalid(
                        "its annotation " + RETENTION + " is not keep-all",
                        "Write keep-all if the defaults' retention should not hold there, or leave it out.",
                        null);
        };
    }

    private boolean readsGrowing(JsonNode annotation) {
        return switch (annotation.asText("verified")) {
            case "growing" -> true;
            case "verified" -> false;
            default ->
                throw invalid(
                        "its annotation " + READS + " is neither growing nor verified",
                        "Write growing if it may start before the artifact is complete, otherwise verified.",
                        null);
        };
    }

    private boolean takesBatches(JsonNode annotation) {
        return switch (annotation.asText("false")) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw invalid(
                        "its annotation " + BATCHES + " is neither true nor false",
                        "Write true if its route also takes an io.exportroutes.delivery.ContentBatch, otherwise false.",
                        null);
        };
    }

    private StoresAnnotation stores(JsonNode annotation, Map<String, SinkProperty> properties) {
        return StoresAnnotation.parse(annotation.asText("true").strip())
                .filter(stores -> stores.upTo() == null || isSize(properties.get(stores.upTo())))
                .orElseThrow(() -> invalid(
                        "its annotation " + STORES + " is \"" + annotation.asText() + "\"",
                        "Write true if it stores every artifact, false if it only announces them, or up-to and a"
                                + " property of format size.",
                        null));
    }

    private static boolean isSize(@Nullable SinkProperty property) {
        return property != null && property.format().equals("size");
    }

    private PermanentFailure invalid(String what, String hint, @Nullable Throwable cause) {
        return new PermanentFailure(
                FailureCode.KAMELET_INVALID, "The Kamelet " + file + " cannot be used: " + what, hint, cause);
    }
}
