package io.exportroutes.conventions;

import io.exportroutes.conventions.RouteFile.Definition;
import io.exportroutes.conventions.RouteFile.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a route file keeps to. Each breach is one sentence with file, route and remedy. */
final class RouteRules {
    static final int MOST_LINES = 60;

    private static final Pattern STEM = Pattern.compile("[1-9]-([a-z][a-z-]*)");
    private static final Set<String> SCRIPTS =
            Set.of("groovy", "java", "joor", "js", "mvel", "ognl", "python", "script", "spel", "csimple", "wasm");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([A-Za-z0-9_.-]+)(:[^}]*)?}}");

    /** Camel looks at each such object and keeps the last thousand of them, with all that hangs on them. */
    private static final Pattern INTO_OBJECT =
            Pattern.compile("\\$\\{(body|(exchangeProperty|variable)\\.\\w+)\\.\\w+[^}]*}");

    private RouteRules() {}

    static List<String> breaches(RouteFile file) {
        List<String> found = new ArrayList<>();
        if (file.lines() > MOST_LINES) {
            found.add("%s: %d lines, at most %d. Move a route into the file of its own verb, or a decision into a bean."
                    .formatted(file.name(), file.lines(), MOST_LINES));
        }
        named(file, found);
        for (Definition definition : file.definitions()) {
            if (definition.node().path("description").asText("").isBlank()) {
                found.add("%s: no description. Say in one line what it does.".formatted(definition));
            }
            steps(definition, found);
            INTO_OBJECT
                    .matcher(definition.node().toString())
                    .results()
                    .forEach(match ->
                            found.add("%s: %s looks into an object. Ask a bean.".formatted(definition, match.group())));
            if (definition.kind().equals("routeTemplate")) {
                parameters(definition, found);
            }
        }
        return found;
    }

    /** Ids that two definitions share. */
    static List<String> repeated(List<RouteFile> files) {
        Map<String, Definition> first = new HashMap<>();
        List<String> found = new ArrayList<>();
        for (RouteFile file : files) {
            for (Definition definition : file.definitions()) {
                Definition other = first.putIfAbsent(definition.id(), definition);
                if (other != null) {
                    found.add("%s: the id is that of %s too. Give it a name of its own.".formatted(definition, other));
                }
            }
        }
        return found;
    }

    private static void named(RouteFile file, List<String> found) {
        Matcher stem = STEM.matcher(file.stem());
        List<Definition> definitions = file.definitions();
        if (!stem.matches()) {
            found.add("%s: the name is no step of the story. Call it N-verb.camel.yaml.".formatted(file.name()));
        } else if (definitions.isEmpty()) {
            found.add("%s: no route. Write one or remove the file.".formatted(file.name()));
        } else if (!definitions.get(0).id().equals(stem.group(1))) {
            found.add("%s: the file begins with another route than \"%s\". Let file and first id agree."
                    .formatted(definitions.get(0), stem.group(1)));
        }
        for (Definition definition : definitions) {
            if (definition.id().isBlank()) {
                found.add("%s: no id. Give it its verb.".formatted(definition));
            }
        }
    }

    /** What holds in routes and in the templates of Kamelets. */
    static void steps(Definition definition, List<String> found) {
        for (Step step : RouteFile.steps(definition.node())) {
            if (SCRIPTS.contains(step.key())) {
                found.add("%s: a %s block. YAML routes, Java decides: call a bean.".formatted(definition, step.key()));
            }
            SCRIPTS.stream()
                    .filter(name -> step.node().path(name).isTextual())
                    .forEach(name -> found.add(
                            "%s: a %s block. YAML routes, Java decides: call a bean.".formatted(definition, name)));
            if (step.node().path("uri").asText("").contains("?")) {
                found.add("%s: options in the uri %s. Write them under parameters."
                        .formatted(definition, step.node().path("uri").asText()));
            }
        }
    }

    private static void parameters(Definition definition, List<String> found) {
        List<String> declared = new ArrayList<>();
        definition
                .node()
                .path("parameters")
                .forEach(parameter -> declared.add(parameter.path("name").asText("")));
        List<String> used = placeholders(definition.node().toString());
        for (String name : declared) {
            if (!used.contains(name)) {
                found.add("%s: parameter %s is never used. Use it or remove it.".formatted(definition, name));
            }
        }
        for (String name : used) {
            if (!declared.contains(name)) {
                found.add("%s: {{%s}} is no parameter. Declare it.".formatted(definition, name));
            }
        }
    }

    /** The names in {@code {{…}}}, each as often as it occurs. */
    static List<String> placeholders(String text) {
        return PLACEHOLDER.matcher(text).results().map(match -> match.group(1)).toList();
    }
}
