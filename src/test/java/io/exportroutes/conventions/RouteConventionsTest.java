package io.exportroutes.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.testing.DocExamples;
import io.exportroutes.testing.Edit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The routes and Kamelets that are there keep to the rules, and the rules notice who does not. */
class RouteConventionsTest {
    private static final List<RouteFile> ROUTES = RouteFile.in(Path.of("routes"), RouteFile.ROUTES);
    private static final List<RouteFile> KAMELETS = RouteFile.in(Path.of("routes", "kamelets"), RouteFile.KAMELETS);
    private static final String ROUTE = """
            - route:
                id: fetch
                description: Fetches
                from:
                  uri: direct:fetch
                  steps:
                    - to:
                        uri: direct:next
            """;

    @Test
    void thereIsSomethingToCheck() {
        assertThat(ROUTES).extracting(RouteFile::stem).contains("1-schedule");
        assertThat(KAMELETS).extracting(RouteFile::stem).contains("zangtable-list-exports-action");
        assertThat(ROUTES).allSatisfy(file -> assertThat(file.definitions()).isNotEmpty());
    }

    @Test
    void routesKeepToTheRules() {
        assertThat(ROUTES).flatExtracting(RouteRules::breaches).isEmpty();
        assertThat(RouteRules.repeated(ROUTES)).isEmpty();
    }

    @Test
    void everyInternalEndpointHasAProducerAndOneConsumer() {
        assertThat(WiringRules.breaches(ROUTES, productionCode())).isEmpty();
    }

    @Test
    void kameletsKeepToTheRules() {
        assertThat(KAMELETS).flatExtracting(KameletRules::breaches).isEmpty();
        assertThat(KameletRules.repeated(KAMELETS)).isEmpty();
    }

    @Test
    void theKameletOfTheDocumentationKeepsToTheRules() {
        String kamelet =
                DocExamples.in("docs/kamelets.md", "yaml", "apiVersion:").get(0);

        assertThat(KameletRules.breaches(
                        RouteFile.of("docs/shared-folder-artifact-sink" + RouteFile.KAMELETS, kamelet)))
                .isEmpty();
    }

    @Test
    void aPlantedRouteFaultIsNamedWithFileRouteAndRemedy() {
        assertThat(RouteRules.breaches(file("2-fetch", ROUTE))).isEmpty();
        assertThat(RouteRules.breaches(file("2-load", ROUTE)))
                .containsExactly(
                        "routes/2-load.camel.yaml, route fetch: the file begins with another route than \"load\"."
                                + " Let file and first id agree.");
        assertThat(planted(Edit.text(ROUTE, "    description: Fetches\n", ""))).contains("route fetch: no description");
        assertThat(planted(Edit.text(ROUTE, "uri: direct:next", "uri: log:x?level=WARN")))
                .contains("under parameters");
        assertThat(planted(Edit.text(
                        ROUTE, "- to:\n            uri: direct:next", "- script:\n            groovy: x = 1")))
                .contains("a groovy block");
        assertThat(planted(Edit.text(ROUTE, "uri: direct:next", "uri: seda:x-${body.name}")))
                .contains("${body.name} looks into an object");
        assertThat(planted(Edit.text(ROUTE, "uri: direct:next", "uri: seda:x-${variable.run.job}")))
                .contains("${variable.run.job} looks into an object");
        assertThat(planted(Edit.text(ROUTE, "uri: direct:next", "uri: seda:x-${variable.destination}")))
                .isEmpty();
        assertThat(planted(ROUTE + "# a comment\n".repeat(60))).isEmpty();
        assertThat(planted(ROUTE + "        - log: x\n".repeat(60))).contains("68 lines, at most 60");
        assertThat(RouteRules.repeated(List.of(file("2-fetch", ROUTE), file("3-fetch", ROUTE))))
                .singleElement()
                .asString()
                .contains("routes/3-fetch.camel.yaml, route fetch", "Give it a name of its own");
    }

    @Test
    void aPlantedWiringFaultIsNamed() {
        RouteFile fetch = file("2-fetch", ROUTE);

        assertThat(WiringRules.breaches(List.of(fetch), ""))
                .containsExactlyInAnyOrder(
                        "routes/2-fetch.camel.yaml, route fetch: nobody sends to direct:fetch."
                                + " Remove the route, or send to it.",
                        "routes/2-fetch.camel.yaml, route fetch: nobody takes from direct:next."
                                + " Write the route, or remove the step.");
        assertThat(WiringRules.breaches(
                        List.of(file("2-fetch", Edit.text(ROUTE, "direct:next", "run-queue:next"))),
                        "\"direct:fetch\""))
                .singleElement()
                .asString()
                .contains("nobody takes from run-queue:next");
        assertThat(WiringRules.breaches(List.of(fetch, file("3-fetch", ROUTE)), "send(\"direct:fetch\")"))
                .anyMatch(breach -> breach.contains("has another consumer"));
    }

    @Test
    void aPlantedKameletFaultIsNamed() {
        RouteFile sound = kamelet("zangtable-list-exports-action");

        assertThat(broken(sound, "format: password", "format: text")).contains("token is a secret and not marked");
        assertThat(broken(sound, "limit: \"{{limit}}\"", "offset2: 1")).contains("property limit is never used");
        assertThat(broken(sound, "\"{{limit}}\"", "\"{{limits}}\""))
                .contains("{{limits}} is neither property nor bean");
        assertThat(broken(sound, "title: \"Limit\"", "title: \"\"")).contains("property limit has no title");
        assertThat(broken(sound, "httpMethod: GET", "httpMethod: \"{{token}}\""))
                .contains("stands in an endpoint");
        assertThat(broken(sound, "name: zangtable-list", "name: list")).contains("metadata.name");
        assertThat(broken(sound, "type: \"action\"", "type: \"sink\"")).contains("kamelet.type");
        assertThat(broken(sound, "    - token", "    - tokens")).contains("tokens is not declared");
        assertThat(broken(sound, "requestBean", "request")).contains("bean request may have the name of a route");
    }

    /** Each is an error of the validator of Camel's public catalogue, or a rule of STYLE.md beside it. */
    @Test
    void aPlantedFaultOfTheCatalogueIsNamed() {
        RouteFile sound = kamelet("zangtable-list-exports-action");

        assertThat(broken(sound, "camel.apache.org/kamelet.icon", "icon")).contains("no annotation");
        assertThat(broken(sound, "camel.apache.org/catalog.version", "version")).contains("no annotation");
        assertThat(broken(sound, "title: Zangtable List Exports Action", "title: Zangtable List Exports"))
                .contains("does not end with the Kamelet's type");
        assertThat(broken(sound, "\"Base URL\"", "\"base URL\"")).contains("baseUrl has a word in lower case");
        assertThat(broken(sound, "\"Base URL\"", "\"The Base URL\"")).contains("baseUrl begins with an article");
        assertThat(broken(sound, ", x-descriptors: [\"urn:camel:group:credentials\"]", ""))
                .contains("token is a secret and not marked");
        assertThat(broken(
                        sound,
                        "limit: {title: \"Limit\", type: integer",
                        "limit: {title: \"Limit\", type: string, format: password"))
                .contains("limit is a secret and not marked");
        assertThat(broken(sound, "[\"urn:camel:", "[\"urn:alm:descriptor:x\", \"urn:camel:"))
                .contains("a descriptor of another tool");
        assertThat(broken(sound, "    - token", "    - token\n    - token")).contains("token is listed twice");
        assertThat(broken(sound, "\"camel:http\", ", "")).contains("the template needs camel:http");
        assertThat(broken(sound, "\"camel:bean\", ", "")).contains("the template needs camel:bean");
        assertThat(broken(sound, ", \"mvn:io.exportroutes:export-routes\"", ""))
                .contains("the template needs mvn:io.exportroutes:export-routes");
        assertThat(broken(sound, "operationKey: {title", "operation-key: {title"))
                .contains("operation-key is not written in camelCase");
        assertThat(broken(sound, "  template:\n", "  template:\n" + "    streamCache: false\n".repeat(40)))
                .contains("lines, at most 120");
    }

    /** The rest of what that validator wants to be there. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "apiVersion: camel.apache.org/v1 ; apiVersion: v1 ; apiVersion is not",
                "title: Zangtable List Exports Action ; title: \"\" ; no title",
                "description: |- ; about: |- ; no description",
                "type: object ; type: string ; no type",
                "title: \"Offset\", type: integer ; title: \"Offset\" ; property offset has no type",
                "description: \"How many to skip ; about: \"How many to skip ; property offset has no description",
                "camel.apache.org/provider ; provider ; no annotation camel.apache.org/provider",
                "camel.apache.org/kamelet.group ; group ; no annotation camel.apache.org/kamelet.group",
                "dependencies: ; needs: ; no dependencies",
            })
    void whatAKameletLacksIsNamed(String part, String instead, String breach) {
        assertThat(broken(kamelet("zangtable-list-exports-action"), part, instead))
                .contains(breach);
    }

    @Test
    void aTitleThatTwoKameletsShareIsNamed() {
        RouteFile one = kamelet("zangtable-list-exports-action");
        RouteFile other = RouteFile.of(
                "routes/kamelets/other-action.kamelet.yaml",
                Edit.text(one.text(), "Lists the exports of a project", "Lists them"));

        assertThat(KameletRules.repeated(List.of(one, other)))
                .containsExactly("routes/kamelets/other-action.kamelet.yaml: its title is that of"
                        + " routes/kamelets/zangtable-list-exports-action.kamelet.yaml too. Say what is its own.");
        assertThat(KameletRules.repeated(List.of(one, one))).hasSize(2);
    }

    private static RouteFile kamelet(String stem) {
        return KAMELETS.stream()
                .filter(file -> file.stem().equals(stem))
                .findFirst()
                .orElseThrow();
    }

    private static RouteFile file(String stem, String text) {
        return RouteFile.of("routes/" + stem + RouteFile.ROUTES, text);
    }

    private static String planted(String text) {
        return String.join("\n", RouteRules.breaches(file("2-fetch", text)));
    }

    private static String broken(RouteFile sound, String part, String instead) {
        RouteFile broken = RouteFile.of(sound.name(), Edit.text(sound.text(), part, instead));
        return String.join("\n", KameletRules.breaches(broken));
    }

    private static String productionCode() {
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            return files.filter(Files::isRegularFile)
                    .map(RouteConventionsTest::text)
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
