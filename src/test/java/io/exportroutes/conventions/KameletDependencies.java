package io.exportroutes.conventions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.exportroutes.conventions.RouteFile.Step;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;

/** What a Kamelet's template needs on the class path, in the words of {@code spec.dependencies}. */
final class KameletDependencies {
    private static final CamelCatalog CATALOG = new DefaultCamelCatalog();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OURS = "mvn:io.exportroutes:export-routes";

    /** Steps and expressions that are no endpoints, and yet come from a module of their own. */
    private static final Map<String, String> STEPS =
            Map.of("bean", "camel:bean", "json", "camel:jackson", "simple", "camel:core", "constant", "camel:core");

    private KameletDependencies() {}

    /** What the template uses and the list leaves out. */
    static Set<String> missing(RouteFile kamelet) {
        JsonNode spec = kamelet.root().path("spec");
        Set<String> needed = new TreeSet<>();
        for (Step step : RouteFile.steps(spec.path("template"))) {
            step.node().fieldNames().forEachRemaining(name -> {
                if (STEPS.containsKey(name)) {
                    needed.add(STEPS.get(name));
                }
            });
            String uri = step.node().path("uri").asText("");
            if (!uri.isEmpty()) {
                needed.add(component(filled(uri, spec.path("definition").path("properties"))));
            }
        }
        if (spec.path("template").toString().contains("#class:io.exportroutes.")) {
            needed.add(OURS);
        }
        spec.path("dependencies").forEach(listed -> needed.remove(listed.asText()));
        return needed;
    }

    private static String component(String uri) {
        String scheme = uri.replaceFirst(":.*", "");
        String schema = CATALOG.componentJSonSchema(scheme);
        if (schema == null) {
            return "camel:" + scheme;
        }
        try {
            String module = JSON.readTree(schema).at("/component/artifactId").asText();
            return module.replaceFirst("^camel-", "camel:");
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** With the default of the property that it begins with, if it does. */
    private static String filled(String uri, JsonNode properties) {
        for (String name : RouteRules.placeholders(uri)) {
            if (uri.startsWith("{{" + name + "}}")) {
                return properties.path(name).path("default").asText("");
            }
        }
        return uri;
    }
}
