package io.exportroutes.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.testing.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application of someone else, with one YAML route, the jar's content on its class path, and nothing of our wiring. */
class OtherApplicationTest {
    @Test
    void aYamlRouteCallsTheKameletsWithNothingButTheJar(@TempDir Path directory) throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            server.answers(200, "application/json", ApiExamples.listing());
            Main main = new Main();
            main.configure()
                    .withRoutesIncludePattern("file:" + route(directory))
                    .withDurationMaxSeconds(60);
            main.addInitialProperty("zangtable.url", server.baseUrl());
            main.addInitialProperty("camel.kamelet.zangtable-list-exports-action.token", "pat_of_theirs");
            main.start();
            try (ProducerTemplate template = main.getCamelContext().createProducerTemplate()) {
                List<?> exports = template.requestBody("direct:ready-exports", (Object) null, List.class);

                assertThat(exports).singleElement().isInstanceOfSatisfying(Map.class, export -> assertThat(
                                ((Map<?, ?>) export).get("id"))
                        .isEqualTo("exp_20260601_182345_a1b2c3d4e5"));
                assertThat(server.request().uri()).isEqualTo("/projects/crm/exports?status=ready&limit=500&offset=0");
                assertThat(server.request().headers()).containsEntry("Authorization", "Bearer pat_of_theirs");
            } finally {
                main.stop();
            }
        }
    }

    private static Path route(Path directory) throws IOException {
        return Files.writeString(directory.resolve("theirs.camel.yaml"), """
                - route:
                    id: ready-exports
                    from:
                      uri: direct:ready-exports
                      steps:
                        - to:
                            uri: kamelet:zangtable-list-exports-action
                            parameters:
                              baseUrl: "{{zangtable.url}}"
                              project: crm
                              status: ready
                              limit: 500
                        - setBody:
                            expression:
                              simple:
                                expression: "${body[exports]}"
                """);
    }
}
