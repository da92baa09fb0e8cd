package io.exportroutes.conventions;

import com.fasterxml.jackson.databind.JsonNode;
import io.exportroutes.conventions.RouteFile.Definition;
import io.exportroutes.conventions.RouteFile.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a Kamelet keeps to: the checks of the validator of Camel's public catalogue (apache/camel-kamelets, script/validator),
 * and where secrets may stand. One check of that validator cannot be met: the provider has to be the Apache Software
 * Foundation there, which we are not.
 */
final class KameletRules {
    static final int MOST_LINES = 120;

    private static final Set<String> TYPES = Set.of("action", "sink", "source");
    private static final List<String> ANNOTATIONS = List.of(
            "camel.apache.org/kamelet.icon",
            "camel.apache.org/kamelet.support.level",
            "camel.apache.org/catalog.version",
            "camel.apache.org/provider",
            "camel.apache.org/kamelet.group",
            "camel.apache.org/kamelet.namespace");
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(password|passphrase|secret|secretkey|token|accesskey|privatekey)");
    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]*");
    /** Camel takes a property's value, or the id of the calling route, for a bean of the same name, and then finds no bean. */
    private static final Pattern BEAN = Pattern.compile("[a-z][A-Za-z0-9]*Bean");

    private static final Pattern ARTICLE = Pattern.compile("(The|A|An) .*");
    private static final Pattern SMALL_WORD = Pattern.compile("(.* )?[a-z].*");
    private static final String CREDENTIALS = "urn:camel:group:credentials";

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
        rules.required();
        rules.properties();
        rules.used();
        rules.dependencies();
        rules.secretsStayOutOfUris();
        file.definitions().forEach(template -> RouteRules.steps(template, rules.found));
        return rules.found;
    }

    /** Kamelets whose titles or descriptions another one has as well. */
    static List<String> repeated(List<RouteFile> files) {
        List<String> found = new ArrayList<>();
        for (String fact : List.of("title", "description")) {
            Map<String, String> first = new HashMap<>();
            for (RouteFile file : files) {
                String text =
                        file.root().path("spec").path("definition").path(fact).asText("");
                String other = first.putIfAbsent(text, file.name());
                if (other != null) {
                    found.add("%s: its %s is that of %s too. Say what is its own.".formatted(file.name(), fact, other));
                }
            }
        }
        return found;
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
        String title = definition.path("title").asText("");
        require(!title.isBlank(), "no title", "Add spec.definition.title");
        String type = file.stem().substring(file.stem().lastIndexOf('-') + 1);
        require(
                title.toLowerCase(Locale.ROOT).endsWith(" " + type)
                        && !SMALL_WORD.matcher(title).matches(),
                "the title \"" + title + "\" does not end with the Kamelet's type",
                "Call it as the file, each word with a capital");
        require(!definition.path("description").asText("").isBlank(), "no description", "Say what it does, for a user");
        require(definition.path("type").asText("").equals("object"), "no type", "Add type: object");
        require(
                file.root().path("spec").path("dependencies").size() > 0,
                "no dependencies",
                "List the components it needs, such as camel:kamelet");
    }

    private void required() {
        Set<String> listed = new HashSet<>();
        for (JsonNode name : definition.path("required")) {
            require(
                    definition.path("properties").has(name.asText()),
                    "the required property " + name.asText() + " is not declared",
                    "Declare it");
            require(
                    listed.add(name.asText()),
                    "the required property " + name.asText() + " is listed twice",
                    "List it once");
        }
    }

    private void dependencies() {
        KameletDependencies.missing(file)
                .forEach(name -> require(false, "the template needs " + name, "Add it to spec.dependencies"));
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
            named(property.getKey(), property.getValue().path("title").asText(""));
            marked(property.getKey(), property.getValue());
        }
    }

    private void named(String name, String title) {
        require(
                NAME.matcher(name).matches(),
                "property " + name + " is not written in camelCase",
                "Write it so; exports.yaml has it with hyphens all the same");
        require(
                !ARTICLE.matcher(title).matches(),
                "the title of property " + name + " begins with an article",
                "Leave it out");
        require(
                !SMALL_WORD.matcher(title).matches(),
                "the title of property " + name + " has a word in lower case",
                "Begin each word with a capital");
    }

    private void marked(String name, JsonNode property) {
        boolean password = property.path("format").asText("").equals("password");
        String descriptors = property.path("x-descriptors").toString();
        require(
                (password && descriptors.contains(CREDENTIALS))
                        || !(password || SECRET.matcher(name).matches()),
                "property " + name + " is a secret and not marked as one",
                "Add format: password and the x-descriptor " + CREDENTIALS);
        require(
                !descriptors.contains("urn:alm:"),
                "property " + name + " has a descriptor of another tool",
                "Remove the x-descriptors urn:alm:…");
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
        beans.forEach(name -> require(
                BEAN.matcher(name).matches(),
                "bean " + name + " may have the name of a route or of a bucket",
                "Call it " + name + "Bean"));
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
