package io.exportroutes.conventions;

import com.fasterxml.jackson.databind.JsonNode;
import io.exportroutes.conventions.RouteFile.Definition;
import io.exportroutes.conventions.RouteFile.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What a Kamelet keeps to, as the public catalogue's validator has it, and where secrets may stand. */
final class KameletRules {
    static final int MOST_LINES = 160;

    private static final Set<String> TYPES = Set.of("action", "sink", "source");
    private static final List<String> ANNOTATIONS = List.of(
            "camel.apache.org/kamelet.support.level",
            "camel.apache.org/catalog.version",
            "camel.apache.org/provider",
            "camel.apache.org/kamelet.group",
            "camel.apache.org/kamelet.namespace");
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(password|passphrase|secret|token|access-?key|private-?key)");

    private final RouteFile file;
    private final JsonNode definition;
    private final List<String> found = new ArrayList<>();

    private KameletRules(RouteFile file) {
        this.file = file;
        this.definition = file.root().path("spec").path("definition");
    }

    static List<String> breaches(RouteFile file) {
        KameletRules rules = new KameletRules(file);
        rules.head();
        rules.described();
        rules.properties();
        rules.used();
        rules.secretsStayOutOfUris();
        file.definitions().forEach(template -> RouteRules.steps(template, rules.found));
        return rules.found;
    }

    private void head() {
        JsonNode metadata = file.root().path("metadata");
        require(file.lines() <= MOST_LINES, file.lines() + " lines, at most " + MOST_LINES, "Let it do one thing");
        require(
                metadata.path("name").asText("").equals(file.stem()),
                "metadata.name is not the file's name",
                "Let both agree");
        require(
                file.root().path("apiVersion").asText("").equals("camel.apache.org/v1"),
                "apiVersion is not camel.apache.org/v1",
                "Write it so");
        String type =
                metadata.path("labels").path("camel.apache.org/kamelet.type").asText("");
        require(
                TYPES.contains(type) && file.stem().endsWith("-" + type),
                "the label kamelet.type \"" + type + "\" and the end of the name do not fit",
                "Call it <name>-action, -sink or -source and label it so");
        JsonNode annotations = metadata.path("annotations");
        for (String annotation : ANNOTATIONS) {
            require(!annotations.path(annotation).asText("").isBlank(), "no annotation " + annotation, "Add it");
        }
        require(
                !file.stem().endsWith("-artifact-sink")
                        || Set.of("growing", "verified")
                                .contains(annotations
                                        .path("exportroutes.io/reads")
                                        .asText("verified")),
                "the annotation exportroutes.io/reads is neither growing nor verified",
                "Write one of the two, or leave it out for verified");
    }

    private void described() {
        require(!definition.path("title").asText("").isBlank(), "no title", "Add spec.definition.title");
        require(!definition.path("description").asText("").isBlank(), "no description", "Say what it does, for a user");
        require(definition.path("type").asText("").equals("object"), "no type", "Add type: object");
        require(
                file.root().path("spec").path("dependencies").size() > 0,
                "no dependencies",
                "List the components it needs, such as camel:kamelet");
        for (JsonNode name : definition.path("required")) {
            require(
                    definition.path("properties").has(name.asText()),
                    "the required property " + name.asText() + " is not declared",
                    "Declare it");
        }
    }

    private void properties() {
        for (Map.Entry<String, JsonNode> property :
                definition.path("properties").properties()) {
            for (String fact : List.of("title", "description", "type")) {
                require(
                        !property.getValue().path(fact).asText("").isBlank(),
                        "property " + property.getKey() + " has no " + fact,
                        "Add it");
            }
            boolean marked = property.getValue().path("format").asText("").equals("password")
                    && property.getValue().path("x-descriptors").toString().contains("urn:camel:group:credentials");
            require(
                    marked || !SECRET.matcher(property.getKey()).matches(),
                    "property " + property.getKey() + " is a secret and not marked as one",
                    "Add format: password and the x-descriptor urn:camel:group:credentials");
        }
    }

    private void used() {
        Set<String> declared = new TreeSet<>();
        definition.path("properties").fieldNames().forEachRemaining(declared::add);
        Set<String> beans = new TreeSet<>();
        file.root()
                .path("spec")
                .path("template")
                .path("beans")
                .forEach(bean -> beans.add(bean.path("name").asText()));
        Set<String> used = new TreeSet<>(RouteRules.placeholders(
                file.root().path("spec").path("template").toString()));
        declared.forEach(
                name -> require(used.contains(name), "property " + name + " is never used", "Use or remove it"));
        beans.forEach(name -> require(used.contains(name), "bean " + name + " is never used", "Use or remove it"));
        used.removeAll(declared);
        used.removeAll(beans);
        used.forEach(name -> require(false, "{{" + name + "}} is neither property nor bean", "Declare it"));
    }

    private void secretsStayOutOfUris() {
        Definition template = file.definitions().get(0);
        for (Step step : RouteFile.steps(template.node())) {
            String endpoint = step.node().path("uri").asText("") + step.node().path("parameters");
            for (String name : RouteRules.placeholders(endpoint)) {
                require(
                        !definition
                                .path("properties")
                                .path(name)
                                .path("format")
                                .asText("")
                                .equals("password"),
                        "the secret " + name + " stands in an endpoint, whose URI is logged",
                        "Give it to a bean under template.beans");
            }
        }
    }

    private void require(boolean kept, String breach, String remedy) {
        if (!kept) {
            found.add("%s: %s. %s.".formatted(file.name(), breach, remedy));
        }
    }
}
