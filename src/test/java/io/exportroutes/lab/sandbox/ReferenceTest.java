package io.exportroutes.lab.sandbox;

import static io.exportroutes.lab.sandbox.SandboxClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.exportroutes.testing.SteppedClock;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples of the API's reference, field by field, in their order, with their values. */
class ReferenceTest {
    private static final String[] OPERATION = {
        "X-Operation-Key", "edit-profile-email", "X-Operation-Run-Id", "oprun_client_20260602_001"
    };
    private static final String PROJECT = "/projects/example_project/";

    private Sandbox sandbox;
    private SandboxClient client;

    @BeforeEach
    void start() throws IOException {
        sandbox = Sandbox.start(SandboxOptions.builder()
                .clock(new SteppedClock(Instant.parse("2026-06-02T01:23:45Z")))
                .build());
        client = new SandboxClient(sandbox);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void aDatabaseExportIsDescribedAsInTheReference() throws Exception {
        String body = "{\"include_tables\":[\"contacts\",\"companies\"],\"exclude_tables\":[]}";
        HttpResponse<byte[]> response = client.post(PROJECT + "export/database", body, OPERATION);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(masked(json(response))).isEqualTo(example("create-database-export"));
    }

    @Test
    void aSchemaExportIsDescribedAsInTheReference() throws Exception {
        HttpResponse<byte[]> response = client.post(PROJECT + "export/schema", "{}", OPERATION);

        assertThat(masked(json(response))).isEqualTo(example("create-schema-export"));
    }

    @Test
    void theListingLooksAsInTheReference() throws Exception {
        sandbox.addExport(PlantedExport.table("example_project", "contacts", bytes("id\r\n1\r\n")));

        HttpResponse<byte[]> response = client.get(PROJECT + "exports", OPERATION);

        assertThat(masked(json(response))).isEqualTo(example("list-exports"));
    }

    @Test
    void aDownloadIsNotWrappedAndHasTheHeadersOfTheReference() throws Exception {
        String id = sandbox.addExport(PlantedExport.table("example_project", "contacts", bytes("id\r\n1\r\n")));

        HttpResponse<byte[]> response = client.get(PROJECT + "export/download/" + id, OPERATION);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(bytes("id\r\n1\r\n"));
        assertThat(response.headers().firstValue("Content-Type")).contains("text/csv; charset=utf-8");
        assertThat(response.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"contacts.csv\"");
    }

    @Test
    void theErrorsOfTheReferenceAreAnsweredToTheLetter() throws Exception {
        String expired = sandbox.addExport(PlantedExport.table("example_project", "contacts", bytes("x")));
        sandbox.expire(expired);

        assertThat(masked(json(client.post(PROJECT + "export/database", "{\"include_tables\":[]}", OPERATION))))
                .isEqualTo(example("create-database-export-error"));
        assertThat(masked(json(client.post(PROJECT + "export/schema", "{\"format\":\"zip\"}", OPERATION))))
                .isEqualTo(example("create-schema-export-error"));
        assertThat(masked(json(client.get(PROJECT + "export/download/" + expired, OPERATION))))
                .isEqualTo(example("download-export-error"));
        assertThat(masked(json(client.get(PROJECT + "exports?status=pending", OPERATION))))
                .isEqualTo(example("list-exports-error"));
    }

    @Test
    void theFullRequestsOfTheReferenceAreTaken() throws Exception {
        String full = "{\"format\":\"json\",\"include_tables\":[\"contacts\",\"companies\"],\"exclude_tables\":[],"
                + "\"table_options\":{\"contacts\":{\"columns\":[\"id\",\"email\"],\"filters\":{\"status\":\"active\"},"
                + "\"sort\":\"id\",\"order\":\"asc\",\"limit\":1000,\"offset\":0}},\"file_name\":\"crm_database\"}";

        JsonNode database = json(client.post(PROJECT + "export/database", full, OPERATION));
        JsonNode schema = json(client.post(
                PROJECT + "export/schema", "{\"format\":\"sql\",\"file_name\":\"example_project_schema\"}"));

        assertThat(database.at("/data/export/download_name").asText()).isEqualTo("crm_database.json");
        assertThat(schema.at("/data/export/download_name").asText()).isEqualTo("example_project_schema.sql");
        assertThat(json(client.get(PROJECT + "exports?status=ready&limit=100&offset=0"))
                        .at("/data/total")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void oneRunOfTheClientIsAlwaysTheSameRunOfTheApi() throws Exception {
        JsonNode first = json(client.get("exports", OPERATION));
        JsonNode second = json(client.get("exports", OPERATION));
        JsonNode ungrouped = json(client.get("exports"));

        assertThat(first.get("operation_run_id").asText()).matches("oprun_\\d{8}T\\d{6}_\\d{6}Z_[0-9a-f]{12}");
        assertThat(second.get("operation_run_id")).isEqualTo(first.get("operation_run_id"));
        assertThat(second.get("request_id")).isNotEqualTo(first.get("request_id"));
        assertThat(ungrouped.has("operation_run_id")).isFalse();
    }

    private static String example(String name) throws IOException {
        return masked(new ObjectMapper().readTree(ReferenceTest.class.getResource(name + ".json")));
    }

    /** The JSON with its fields in order, without what differs from call to call. */
    private static String masked(JsonNode json) {
        return json.toPrettyString()
                .replaceAll("exp_20260601_182345_[0-9a-f]{10}", "exp_…")
                .replaceAll("req_20260602T012345_\\d{6}Z_[0-9a-f]{12}", "req_…")
                .replaceAll("oprun_20260602T0123\\d\\d_\\d{6}Z_[0-9a-f]{12}", "oprun_…")
                .replaceAll("\"size_bytes\" : \\d+", "\"size_bytes\" : 0");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
