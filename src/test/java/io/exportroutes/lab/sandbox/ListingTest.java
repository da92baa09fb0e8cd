package io.exportroutes.lab.sandbox;

import static io.exportroutes.lab.sandbox.SandboxClient.errorCode;
import static io.exportroutes.lab.sandbox.SandboxClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.exportroutes.testing.SteppedClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The listing, and how exports come and go in it. */
class ListingTest {
    private static final byte[] BYTES = {'i', 'd'};

    private final SteppedClock clock = new SteppedClock(Instant.parse("2026-06-02T01:23:45Z"));
    private Sandbox sandbox;
    private SandboxClient client;

    @BeforeEach
    void start() throws IOException {
        sandbox = Sandbox.start(SandboxOptions.builder()
                .clock(clock)
                .readyAfter(Duration.ofSeconds(30))
                .expiresAfter(Duration.ofMinutes(10))
                .build());
        client = new SandboxClient(sandbox);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void pagesShiftWhenNewExportsCome() throws Exception {
        List<String> planted = new ArrayList<>();
        for (int count = 0; count < 4; count++) {
            planted.add(0, sandbox.addExport(PlantedExport.table("crm", "contacts", BYTES)));
        }

        JsonNode first = json(client.get("exports?limit=2")).get("data");
        String late = sandbox.addExport(PlantedExport.table("crm", "contacts", BYTES));
        JsonNode second = json(client.get("exports?limit=2&offset=2")).get("data");

        assertThat(ids(first)).containsExactly(planted.get(0), planted.get(1));
        assertThat(ids(second)).containsExactly(planted.get(1), planted.get(2));
        assertThat(second.toString()).endsWith("\"total\":5,\"limit\":2,\"offset\":2}");
        assertThat(ids(json(client.get("exports?limit=1")).get("data"))).containsExactly(late);
    }

    @Test
    void thePageAfterTheLastIsEmptyAndFiftyIsTheDefault() throws Exception {
        for (int count = 0; count < 51; count++) {
            sandbox.addExport(PlantedExport.table("crm", "contacts", BYTES));
        }

        assertThat(ids(json(client.get("exports")).get("data"))).hasSize(50);
        assertThat(ids(json(client.get("exports?limit=500")).get("data"))).hasSize(51);
        assertThat(ids(json(client.get("exports?offset=51")).get("data"))).isEmpty();
    }

    @Test
    void theNewestIsFirstEvenWhenItWasPlantedEarlier() throws Exception {
        String now = sandbox.addExport(PlantedExport.table("crm", "contacts", BYTES));
        String old = sandbox.addExport(PlantedExport.table("crm", "contacts", BYTES)
                .withCreated(clock.instant().minusSeconds(3600)));

        assertThat(ids(json(client.get("exports")).get("data"))).containsExactly(now, old);
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0,invalid_limit",
        "limit=501,invalid_limit",
        "limit=ten,invalid_limit",
        "limit=-1,invalid_limit",
        "limit=,invalid_limit",
        "offset=-1,invalid_offset",
        "offset=x,invalid_offset",
        "status=pending,invalid_export_status",
        "status=,invalid_export_status"
    })
    void parametersOutsideTheReferenceAreRefused(String query, String code) throws Exception {
        assertThat(errorCode(client.get("exports?" + query))).isEqualTo(code);
    }

    @Test
    void anExportIsPendingThenReadyThenGone() throws Exception {
        JsonNode created = client.create("{}");
        String id = created.get("id").asText();
        assertThat(created.get("status").asText()).isEqualTo("pending");
        assertThat(created.get("size_bytes").isNull()).isTrue();
        assertThat(created.get("expires_at").asText()).isEqualTo("2026-06-02T01:33:45Z");
        assertThat(errorCode(client.download(id))).isEqualTo("export_not_ready");
        assertThat(ids(json(client.get("exports?status=ready")).get("data"))).isEmpty();
        assertThat(ids(json(client.get("exports?status=all")).get("data"))).containsExactly(id);

        clock.step(Duration.ofSeconds(30));
        await().untilAsserted(() -> assertThat(
                        ids(json(client.get("exports?status=ready")).get("data")))
                .containsExactly(id));
        assertThat(client.download(id).statusCode()).isEqualTo(200);

        clock.step(Duration.ofMinutes(10));
        JsonNode gone = json(client.get("exports?status=not_found")).at("/data/exports/0");
        assertThat(gone.get("status_reason").asText()).isEqualTo("expired");
        assertThat(gone.get("missing_at").asText()).isEqualTo("2026-06-02T01:33:45Z");
        assertThat(client.download(id).statusCode()).isEqualTo(410);
        assertThat(errorCode(client.download(id))).isEqualTo("export_expired");
    }

    @Test
    void aPlantedExportKeepsItsStatusAndCanExpire() throws Exception {
        String missing = sandbox.addExport(
                PlantedExport.database("crm", BYTES).withStatus("not_found").withDownloadName("a.zip"));
        String stale = sandbox.addExport(
                PlantedExport.schema("crm", BYTES).withExpires(clock.instant().minusSeconds(1)));

        JsonNode list = json(client.get("exports")).at("/data/exports");

        assertThat(list.get(0).get("status").asText()).isEqualTo("ready");
        assertThat(list.get(0).get("expires_at").asText()).isEqualTo("2026-06-02T01:23:44Z");
        assertThat(errorCode(client.download(stale))).isEqualTo("export_expired");
        assertThat(list.get(1).get("status_reason").asText()).isEqualTo("file_missing");
        assertThat(list.get(1).get("missing_at").isNull()).isFalse();
        assertThat(errorCode(client.download(missing))).isEqualTo("export_not_found");
    }

    private static List<String> ids(JsonNode data) {
        return data.get("exports").findValuesAsText("id");
    }
}
