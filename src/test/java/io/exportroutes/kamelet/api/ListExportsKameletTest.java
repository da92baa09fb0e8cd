package io.exportroutes.kamelet.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.testing.ScriptedServer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListExportsKameletTest {
    private static final String KAMELET = "zangtable-list-exports-action";

    private final ScriptedServer server = new ScriptedServer();
    private final KameletApp app = new KameletApp(server.baseUrl());

    @AfterEach
    void stop() {
        app.close();
        server.close();
    }

    @Test
    void aPageOfManifestsIsReadToTheLetter() {
        Instant before = Instant.now();
        server.answers(200, "application/json", ApiExamples.listing());

        Exchange exchange = app.call(KAMELET, "&project=example_project", null, Map.of());

        assertThat(exchange.getException()).isNull();
        Map<?, ?> page = exchange.getMessage().getBody(Map.class);
        assertThat(page).isEqualTo(ApiExamples.data(ApiExamples.listing()));
        assertThat(page.get("total")).isEqualTo(1);
        assertThat((List<?>) page.get("exports")).hasSize(1);
        Map<String, Object> headers = exchange.getMessage().getHeaders();
        assertThat(Instant.parse((String) headers.remove("ExportRoutesServerTime")))
                .isBetween(before.minusSeconds(1), Instant.now());
        assertThat(headers)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "ExportRoutesRequestId", "req_20260602T012345_123456Z_abc123def456",
                        "ExportRoutesOperationRunId", "oprun_20260602T012300_000000Z_a1b2c3d4e5f6",
                        "ExportRoutesOperationGroupingStatus", "accepted_provided_run"));
    }

    @Test
    void theQueryComesFromThePropertiesAndItsDefaults() {
        server.answers(200, "application/json", ApiExamples.listing());

        app.call(KAMELET, "&project=crm&status=ready", null, Map.of());

        assertThat(server.request().method()).isEqualTo("GET");
        assertThat(server.request().uri()).isEqualTo("/projects/crm/exports?status=ready&limit=50&offset=0");
    }

    @Test
    void headersOfTheMessageGoBeforeTheProperties() {
        server.answers(200, "application/json", ApiExamples.listing());
        Map<String, Object> headers = Map.of(
                CallHeaders.PROJECT, "sales",
                CallHeaders.STATUS, "not_found",
                CallHeaders.LIMIT, 500,
                CallHeaders.OFFSET, 1000L,
                CallHeaders.OPERATION_KEY, "crm-sweep",
                CallHeaders.OPERATION_RUN_ID, "run-7");

        app.call(KAMELET, "&project=crm&operationKey=other", null, headers);

        ScriptedServer.Request request = server.request();
        assertThat(request.uri()).isEqualTo("/projects/sales/exports?status=not_found&limit=500&offset=1000");
        assertThat(request.headers())
                .containsEntry("X-Operation-Key", "crm-sweep")
                .containsEntry("X-Operation-Run-Id", "run-7")
                .containsEntry("Authorization", "Bearer " + KameletApp.TOKEN);
    }

    @Test
    void oneInstanceServesManyProjects() {
        server.answers(200, "application/json", ApiExamples.listing());

        app.call(KAMELET, "", null, Map.of(CallHeaders.PROJECT, "one"));
        app.call(KAMELET, "", null, Map.of(CallHeaders.PROJECT, "two"));

        assertThat(server.requests())
                .extracting(ScriptedServer.Request::uri)
                .containsExactly(
                        "/projects/one/exports?status=all&limit=50&offset=0",
                        "/projects/two/exports?status=all&limit=50&offset=0");
        assertThat(app.context().getRoutes()).hasSize(1);
    }
}
