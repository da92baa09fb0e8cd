package io.exportroutes.kamelet.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.testing.ScriptedServer;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CreateExportKameletTest {
    private static final String CREATE = "zangtable-create-export-action";

    private final ScriptedServer server = new ScriptedServer();
    private final KameletApp app = new KameletApp(server.baseUrl());

    @AfterEach
    void stop() {
        app.close();
        server.close();
    }

    @Test
    void aDatabaseExportIsAskedForWithTheOptionsOfTheBody() throws Exception {
        server.answers(200, "application/json", ApiExamples.database());
        Map<String, Object> options = Map.of(
                "format", "json",
                "include_tables", List.of("contacts", "companies"),
                "exclude_tables", List.of(),
                "table_options", Map.of("contacts", Map.of("columns", List.of("id", "email"), "limit", 1000)),
                "file_name", "crm_database");

        Exchange exchange = app.call(CREATE, "&kind=database&project=crm&operationKey=nightly", options, Map.of());

        assertThat(exchange.getException()).isNull();
        ScriptedServer.Request request = server.request();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.uri()).isEqualTo("/projects/crm/export/database");
        assertThat(request.headers())
                .containsEntry("Content-Type", "application/json")
                .containsEntry("Authorization", "Bearer " + KameletApp.TOKEN)
                .containsEntry("X-Operation-Key", "nightly");
        assertThat(sent(request)).isEqualTo(options);
        assertThat(exchange.getMessage().getBody())
                .isEqualTo(ApiExamples.data(ApiExamples.database()).get("export"));
        assertThat(exchange.getMessage().getHeaders())
                .containsOnlyKeys(
                        "ExportRoutesRequestId",
                        "ExportRoutesOperationRunId",
                        "ExportRoutesOperationGroupingStatus",
                        "ExportRoutesServerTime");
    }

    @Test
    void aSchemaExportIsAskedFor() throws Exception {
        server.answers(200, "application/json", ApiExamples.schema());

        Exchange exchange = app.call(CREATE, "&kind=schema&project=crm&format=sql&fileName=crm_schema", null, Map.of());

        assertThat(exchange.getException()).isNull();
        assertThat(server.request().method()).isEqualTo("POST");
        assertThat(server.request().uri()).isEqualTo("/projects/crm/export/schema");
        assertThat(sent(server.request())).isEqualTo(Map.of("format", "sql", "file_name", "crm_schema"));
        assertThat(exchange.getMessage().getBody())
                .isEqualTo(ApiExamples.data(ApiExamples.schema()).get("export"));
    }

    @Test
    void anEmptyBodyAsksForWhatThePropertiesSay() throws Exception {
        server.answers(200, "application/json", ApiExamples.database());

        app.call(CREATE, "&kind=database&project=crm&format=zip", "", Map.of());
        app.call(CREATE, "&kind=database&project=crm", "", Map.of());

        assertThat(sent(server.requests().get(0))).isEqualTo(Map.of("format", "zip"));
        assertThat(sent(server.requests().get(1)))
                .as("the API has defaults of its own")
                .isEmpty();
    }

    @Test
    void aJsonTextGoesBeforeTheProperties() throws Exception {
        server.answers(200, "application/json", ApiExamples.database());

        app.call(CREATE, "&kind=database&project=crm&format=zip", "{\"format\": \"zip-csv\"}", Map.of());

        assertThat(sent(server.request())).isEqualTo(Map.of("format", "zip-csv"));
    }

    @Test
    void aBodyThatIsNoJsonObjectIsRefusedWithoutACall() {
        Exchange exchange = app.call(CREATE, "&kind=database&project=crm", "[1, 2]", Map.of());

        assertThat(ExportFailure.in(exchange.getException()))
                .isInstanceOf(PermanentFailure.class)
                .extracting(ExportFailure::code)
                .isEqualTo("invalid_parameter");
        assertThat(server.requests()).isEmpty();
    }

    private static Map<?, ?> sent(ScriptedServer.Request request) throws Exception {
        return new ObjectMapper().readValue(request.body(), Map.class);
    }
}
