package io.exportroutes.conventions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.exportroutes.conventions.RouteFile.Definition;
import io.exportroutes.conventions.RouteFile.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;

/** Each endpoint's options are options of its component, and each Kamelet called is there with the properties given. */
final class EndpointRules {
    /** The catalogue gives it to consumers alone; the endpoint of either looks for its bucket at the start unless it is set. */
    private static final Set<String> FOR_PRODUCERS_TOO = Set.of("aws2-s3:fileName");

    private static final String ATTEMPT = "attempt:";
    private static final String KAMELET = "kamelet:";
    private static final Set<String> KAMELET_OPTIONS =
            Set.of("noErrorHandler", "bridgeErrorHandler", "block", "timeout");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([A-Za-z0-9_.-]+)(:[^}]*)?}}");

    private final CamelCatalog catalog = new DefaultCamelCatalog();
    private final Map<String, JsonNode> kamelets = new HashMap<>();
    /** The options of attempt: endpoints. */
    private final JsonNode attempt = OwnComponent.of("attempt").options();

    /** Our own components stand in no catalogue but the one that the build has made of their annotations. */
    EndpointRules(List<RouteFile> kamelets) {
        OwnComponent.all()
                .forEach(
                        component -> catalog.addComponent(component.scheme(), component.className(), component.json()));
        kamelets.forEach(file -> this.kamelets.put(
                file.stem(), file.root().path("spec").path("definition").path("properties")));
    }

    List<String> breaches(RouteFile file) {
        List<String> found = new ArrayList<>();
        for (Definition definition : file.definitions()) {
            for (Step step : RouteFile.steps(definition.node())) {
                String uri = step.node().path("uri").asText("");
                if (!uri.isBlank()) {
                    boolean consumer = step.key().equals("from");
                    check(definition, filled(file, uri), step.node().path("parameters"), consumer, found);
                }
            }
        }
        return found;
    }

    private void check(Definition definition, String uri, JsonNode parameters, boolean consumer, List<String> found) {
        if (uri.startsWith(ATTEMPT)) {
            attempt(definition, uri, parameters, found);
        } else if (uri.startsWith(KAMELET)) {
            kamelet(definition, uri.substring(KAMELET.length()), parameters, found);
        } else {
            options(definition, uri, parameters, consumer, found);
        }
    }

    /** Its own options are in its page of the catalogue; the others are those of the endpoint that it calls. */
    private void attempt(Definition definition, String uri, JsonNode parameters, List<String> found) {
        ObjectNode own = JsonNodeFactory.instance.objectNode();
        ObjectNode others = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> option : parameters.properties()) {
            (attempt.has(option.getKey()) ? own : others).set(option.getKey(), option.getValue());
        }
        options(definition, uri, own, false, found);
        check(definition, uri.substring(ATTEMPT.length()), others, false, found);
    }

    private void options(Definition definition, String uri, JsonNode parameters, boolean consumer, List<String> found) {
        StringBuilder whole = new StringBuilder(uri.replaceAll("\\$\\{[^}]*}", "x"));
        char separator = '?';
        for (Map.Entry<String, JsonNode> option : parameters.properties()) {
            if (FOR_PRODUCERS_TOO.contains(uri.replaceFirst(":.*", ":") + option.getKey())) {
                continue;
            }
            whole.append(separator).append(option.getKey()).append('=').append(value(option.getValue()));
            separator = '&';
        }
        EndpointValidationResult result =
                catalog.validateEndpointProperties(whole.toString(), false, consumer, !consumer);
        String said = result.getLenient() == null ? "" : "it would send the option on: " + result.getLenient();
        if (!result.isSuccess() || result.hasWarnings()) {
            said = result.summaryErrorMessage(false, true, true);
        }
        if (!said.isBlank()) {
            found.add("%s: Camel knows no such endpoint as %s: %s. Look the option up in the component's page."
                    .formatted(definition, whole, said.strip().replaceAll("\\s+", " ")));
        }
    }

    private void kamelet(Definition definition, String called, JsonNode given, List<String> found) {
        String name = called.replaceAll("/.*", "");
        if (Set.of("source", "sink", "x").contains(name)) {
            return;
        }
        JsonNode properties = kamelets.get(name);
        if (properties == null) {
            found.add("%s: there is no Kamelet %s. Write it in routes/kamelets, or mend the name."
                    .formatted(definition, name));
            return;
        }
        given.fieldNames().forEachRemaining(option -> {
            if (!properties.has(option) && !KAMELET_OPTIONS.contains(option)) {
                found.add("%s: the Kamelet %s has no property %s. Declare it there, or mend the name."
                        .formatted(definition, name, option));
            }
        });
    }

    /** Placeholders in the address give way to the Kamelet's default, or to a name. */
    private static String filled(RouteFile file, String uri) {
        JsonNode properties = file.root().path("spec").path("definition").path("properties");
        return PLACEHOLDER
                .matcher(uri)
                .replaceAll(match -> Matcher.quoteReplacement(
                        properties.path(match.group(1)).path("default").asText("x")));
    }

    private static String value(JsonNode option) {
        return option.asText().contains("{{") && !option.asText().startsWith("#") ? "{{x}}" : option.asText();
    }
}
