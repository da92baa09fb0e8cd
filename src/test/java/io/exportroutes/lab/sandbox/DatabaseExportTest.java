package io.exportroutes.lab.sandbox;

import static io.exportroutes.lab.sandbox.SandboxClient.errorCode;
import static io.exportroutes.lab.sandbox.SandboxClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is in the artifacts of database and schema exports. */
class DatabaseExportTest {
    private Sandbox sandbox;
    private SandboxClient client;

    @BeforeEach
    void start() throws IOException {
        sandbox = Sandbox.start(SandboxOptions.defaults());
        client = new SandboxClient(sandbox);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void byDefaultAZipHoldsEveryTableAsJson() throws Exception {
        JsonNode export = client.create("{}");
        byte[] artifact = download(export);

        assertThat(artifact).hasSize(export.get("size_bytes").asInt());
        Map<String, String> files = unzip(artifact);
        assertThat(files).containsOnlyKeys("companies.json", "contacts.json", "deals.json", "notes.json");
        assertThat(Json.MAPPER.readTree(files.get("contacts.json"))).hasSize(25);
        assertThat(export.get("table_count").asInt()).isEqualTo(4);
    }

    @Test
    void zipCsvHoldsTheTablesAsCsvWithQuotedFields() throws Exception {
        Map<String, String> files =
                unzip(download(client.create("{\"format\":\"zip-csv\",\"exclude_tables\":[\"deals\",\"contacts\"]}")));

        assertThat(files).containsOnlyKeys("companies.csv", "notes.csv");
        assertThat(files.get("companies.csv"))
                .startsWith("id,name,domain,country,employees\r\n1,\"Company 1, Inc.\",company1.example,DE,");
        assertThat(files.get("notes.csv")).contains("\"Called, left a message:\n\"\"");
    }

    @Test
    void tableOptionsSelectColumnsAndRowsAndTheirOrder() throws Exception {
        String body = "{\"format\":\"json\",\"include_tables\":[\"contacts\",\"companies\"],\"table_options\":"
                + "{\"contacts\":{\"columns\":[\"email\",\"id\"],\"filters\":{\"status\":\"lead\"},"
                + "\"sort\":\"id\",\"order\":\"desc\",\"limit\":2,\"offset\":1}}}";

        JsonNode tables = Json.MAPPER.readTree(download(client.create(body))).get("tables");

        // Contacts 3, 7, 11, 15, 19 and 23 are leads.
        assertThat(tables.get("contacts").toString())
                .isEqualTo("[{\"email\":\"contact19@example.com\",\"id\":19},"
                        + "{\"email\":\"contact15@example.com\",\"id\":15}]");
        assertThat(tables.get("companies")).hasSize(10);
    }

    @Test
    void numbersAreSortedByValueAndNothingComesFirst() throws Exception {
        String body = "{\"format\":\"json\",\"include_tables\":[\"companies\"],\"table_options\":"
                + "{\"companies\":{\"columns\":[\"employees\"],\"sort\":\"employees\"}}}";

        JsonNode companies = Json.MAPPER.readTree(download(client.create(body))).at("/tables/companies");

        assertThat(companies.get(0).get("employees").isNull()).isTrue();
        List<Long> numbers = companies.findValues("employees").stream()
                .filter(JsonNode::isNumber)
                .map(JsonNode::asLong)
                .toList();
        assertThat(numbers).hasSize(8).isSorted();
    }

    @Test
    void anExportHasTheSameBytesWheneverItIsDownloaded() throws Exception {
        JsonNode export = client.create("{}");

        assertThat(download(export)).isEqualTo(download(export));
    }

    @Test
    void aGeneratedDataSetHasTheRowsAskedFor() throws Exception {
        SandboxOptions many = SandboxOptions.builder().rows(20_000).build();
        try (Sandbox large = Sandbox.start(many)) {
            SandboxClient other = new SandboxClient(large);
            String id =
                    other.create("{\"include_tables\":[\"notes\"]}").get("id").asText();

            String notes = unzip(other.download(id).body()).get("notes.json");

            assertThat(Json.MAPPER.readTree(notes)).hasSize(20_000);
        }
    }

    @Test
    void aSchemaComesAsJsonOrSql() throws Exception {
        JsonNode json = json(client.post("export/schema", "")).at("/data/export");
        JsonNode sql =
                json(client.post("export/schema", "{\"format\":\"sql\"}")).at("/data/export");

        assertThat(Json.MAPPER.readTree(download(json)).at("/tables/1/name").asText())
                .isEqualTo("contacts");
        assertThat(sql.get("download_name").asText()).isEqualTo("crm_schema_export.sql");
        assertThat(new String(download(sql), StandardCharsets.UTF_8))
                .contains("CREATE TABLE contacts (\n  id BIGINT NOT NULL PRIMARY KEY,\n"
                        + "  company_id BIGINT NOT NULL REFERENCES companies (id),\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            no_tables_selected    | {"include_tables":["deals"],"exclude_tables":["deals"]}
            invalid_export_format | {"format":"csv"}
            table_not_found       | {"include_tables":["leads"]}
            table_not_found       | {"exclude_tables":["leads"]}
            table_not_found       | {"table_options":{"leads":{}}}
            column_not_found      | {"table_options":{"deals":{"columns":["price"]}}}
            column_not_found      | {"table_options":{"deals":{"filters":{"price":1}}}}
            column_not_found      | {"table_options":{"deals":{"sort":"price"}}}
            invalid_table_options | {"table_options":{"deals":{"order":"up"}}}
            invalid_table_options | {"table_options":{"deals":{"limit":-1}}}
            invalid_table_options | {"table_options":{"deals":{"offset":"0"}}}
            invalid_table_options | {"table_options":{"deals":{"where":"1=1"}}}
            invalid_table_options | {"table_options":{"deals":{"columns":[]}}}
            invalid_table_options | {"include_tables":["notes"],"table_options":{"deals":{}}}
            invalid_table_options | {"table_options":["deals"]}
            invalid_request       | {"include_tables":"deals"}
            invalid_request       | {"include_tables":[1]}
            invalid_file_name     | {"file_name":"../crm"}
            invalid_file_name     | {"file_name":""}
            """)
    void whatCannotBeExportedIsRefusedByName(String code, String body) throws Exception {
        var response = client.post("export/database", body);

        assertThat(errorCode(response)).isEqualTo(code);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(client.get("exports")).at("/data/total").asInt()).isZero();
    }

    private byte[] download(JsonNode export) throws IOException, InterruptedException {
        return client.get(export.get("download_url").asText()).body();
    }

    private static Map<String, String> unzip(byte[] artifact) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(artifact))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }
}
