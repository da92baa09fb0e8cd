package io.exportroutes.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Routes and the templates of Kamelets fit Camel's own schema of its YAML, and their endpoints fit Camel's catalogue. */
class RouteSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<RouteFile> ROUTES = RouteFile.in(Path.of("routes"), RouteFile.ROUTES);
    private static final List<RouteFile> KAMELETS = RouteFile.in(Path.of("routes", "kamelets"), RouteFile.KAMELETS);
    private static final Schema SCHEMA = schema();

    private final EndpointRules endpoints = new EndpointRules(KAMELETS);

    @Test
    void thereIsSomethingToCheck() {
        assertThat(ROUTES).hasSizeGreaterThanOrEqualTo(7);
        assertThat(KAMELETS).hasSizeGreaterThanOrEqualTo(8);
    }

    @Test
    void routesFitTheSchema() {
        assertThat(ROUTES).flatExtracting(file -> misfits(file, file.root())).isEmpty();
    }

    @Test
    void templatesOfKameletsFitTheSchema() {
        assertThat(KAMELETS)
                .flatExtracting(file -> misfits(file, asRouteTemplate(file)))
                .isEmpty();
    }

    @Test
    void endpointsFitTheCatalogue() {
        assertThat(ROUTES).flatExtracting(endpoints::breaches).isEmpty();
        assertThat(KAMELETS).flatExtracting(endpoints::breaches).isEmpty();
    }

    @Test
    void aPlantedMisfitIsNamed() {
        RouteFile wrong = RouteFile.of("routes/2-fetch.camel.yaml", """
                - route:
                    id: fetch
                    from:
                      uri: direct:fetch
                      steps:
                        - sett:
                            uri: direct:next
                """);

        assertThat(misfits(wrong, wrong.root())).anySatisfy(misfit -> assertThat(misfit)
                .startsWith("routes/2-fetch.camel.yaml: ")
                .contains("sett"));
    }

    @Test
    void aPlantedEndpointFaultIsNamed() {
        assertThat(endpoints.breaches(calling("seda:next", "sise: 5")))
                .singleElement()
                .asString()
                .contains("routes/2-fetch.camel.yaml, route fetch", "sise");
        assertThat(endpoints.breaches(calling("seda:next", "size: five"))).hasSize(1);
        assertThat(endpoints.breaches(calling("https://api.example.com", "retries: 5")))
                .hasSize(1);
        assertThat(endpoints.breaches(calling("sedan:next", "size: 5"))).hasSize(1);
        assertThat(endpoints.breaches(calling("kamelet:no-such-action", "size: 5")))
                .hasSize(1);
        assertThat(endpoints.breaches(calling("kamelet:zangtable-list-exports-action", "limitt: 5")))
                .singleElement()
                .asString()
                .contains("no property limitt");
        assertThat(endpoints.breaches(calling("seda:next", "size: 5"))).isEmpty();
    }

    @Test
    void aPlantedFaultInAnEndpointOfOurOwnIsNamed() {
        assertThat(endpoints.breaches(calling("jobs:reschedule", "lazyStartProducer: true")))
                .isEmpty();
        assertThat(endpoints.breaches(calling("jobs:reschedul", "lazyStartProducer: true")))
                .singleElement()
                .asString()
                .contains("routes/2-fetch.camel.yaml, route fetch", "reschedul");
        assertThat(endpoints.breaches(calling("jobs:reschedule", "sinse: now")))
                .singleElement()
                .asString()
                .contains("sinse");
        assertThat(endpoints.breaches(calling("run-queue:runs", "lazyStartProducer: true")))
                .isEmpty();
        assertThat(endpoints.breaches(calling("run-queue:runs", "workrs: 4")))
                .singleElement()
                .asString()
                .contains("workrs");
    }

    @Test
    void aPlantedFaultInAnAttemptOrInItsTargetIsNamed() {
        assertThat(endpoints.breaches(calling("attempt:seda:next", "{timeout: 1s, policy: \"#bean:p\", size: 5}")))
                .isEmpty();
        assertThat(endpoints.breaches(calling("attempt:seda:next", "{policy: \"#bean:p\"}")))
                .singleElement()
                .asString()
                .contains("timeout");
        assertThat(endpoints.breaches(calling("attempt:seda:next", "{timeout: soon, policy: \"#bean:p\"}")))
                .singleElement()
                .asString()
                .contains("soon");
        assertThat(endpoints.breaches(calling("attempt:seda:next", "{timeout: 1s, policy: \"#bean:p\", sise: 5}")))
                .singleElement()
                .asString()
                .contains("sise");
        assertThat(endpoints.breaches(calling("attempt:kamelet:no-such-action", "{timeout: 1s, policy: \"#bean:p\"}")))
                .singleElement()
                .asString()
                .contains("there is no Kamelet no-such-action");
    }

    private static RouteFile calling(String uri, String option) {
        return RouteFile.of("routes/2-fetch.camel.yaml", """
                - route:
                    id: fetch
                    from:
                      uri: direct:fetch
                      steps:
                        - to:
                            uri: %s
                            parameters:
                              %s
                """.formatted(uri, option));
    }

    private static List<String> misfits(RouteFile file, JsonNode yaml) {
        return SCHEMA.validate(yaml).stream()
                .filter(error -> !error.getKeyword().equals("type") || !placeholder(error.getInstanceNode()))
                .map(error -> "%s: %s. Mend it as the YAML DSL's page says."
                        .formatted(file.name(), error.getInstanceLocation() + " " + error.getMessage()))
                .toList();
    }

    /** Camel puts the number or the boolean in its place before it reads the value. */
    private static boolean placeholder(JsonNode node) {
        return node.isTextual() && node.textValue().matches("\\{\\{[^}]+}}");
    }

    private static ArrayNode asRouteTemplate(RouteFile file) {
        ObjectNode template = file.root().path("spec").path("template").deepCopy();
        template.put("id", file.stem());
        ArrayNode whole = JSON.createArrayNode();
        whole.addObject().set("routeTemplate", template);
        return whole;
    }

    private static Schema schema() {
        try (InputStream text = RouteSchemaTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
                    .getSchema(Objects.requireNonNull(text), InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
