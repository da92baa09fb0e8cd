package io.exportroutes.conventions;

import io.exportroutes.conventions.RouteFile.Definition;
import io.exportroutes.conventions.RouteFile.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Every {@code direct:}, {@code seda:} and {@code run-queue:} has somebody who sends to it and exactly one route that takes from
 * it; a run queue may have one more, for the entries that were kept.
 */
final class WiringRules {
    private static final Pattern INTERNAL = Pattern.compile("(direct|seda|run-queue):[A-Za-z0-9_-]+");

    private static final String KEPT = " (kept)";

    private final Map<String, List<Definition>> consumers = new TreeMap<>();
    private final Map<String, Definition> producers = new TreeMap<>();

    private WiringRules(List<RouteFile> files) {
        for (RouteFile file : files) {
            for (Definition definition : file.definitions()) {
                RouteFile.steps(definition.node()).forEach(step -> note(definition, step));
            }
        }
    }

    /** @param java the production code's text, where endpoints are named as {@code "direct:…"} */
    static List<String> breaches(List<RouteFile> files, String java) {
        WiringRules rules = new WiringRules(files);
        Set<String> sent = new HashSet<>(rules.producers.keySet());
        Pattern.compile("\"((direct|seda):[A-Za-z0-9_-]+)")
                .matcher(java)
                .results()
                .forEach(match -> sent.add(match.group(1)));
        List<String> found = new ArrayList<>();
        rules.consumers.forEach((endpoint, takers) -> {
            if (takers.size() > 1) {
                found.add(
                        "%s: %s has another consumer, %s. Keep one.".formatted(takers.get(1), endpoint, takers.get(0)));
            }
            if (!sent.contains(endpoint.replace(KEPT, ""))) {
                found.add(
                        "%s: nobody sends to %s. Remove the route, or send to it.".formatted(takers.get(0), endpoint));
            }
        });
        rules.producers.forEach((endpoint, sender) -> {
            if (!rules.consumers.containsKey(endpoint)) {
                found.add("%s: nobody takes from %s. Write the route, or remove the step.".formatted(sender, endpoint));
            }
        });
        return found;
    }

    private void note(Definition definition, Step step) {
        String endpoint = step.node().path("uri").asText("").replaceAll("\\$\\{[^}]*}|\\{\\{[^}]*}}", "X");
        if (!INTERNAL.matcher(endpoint).matches()) {
            return;
        }
        if (step.key().equals("from")) {
            boolean kept = step.node().at("/parameters/kept").asBoolean();
            consumers
                    .computeIfAbsent(kept ? endpoint + KEPT : endpoint, name -> new ArrayList<>())
                    .add(definition);
        } else {
            producers.putIfAbsent(endpoint, definition);
        }
    }
}
