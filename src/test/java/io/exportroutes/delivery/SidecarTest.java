package io.exportroutes.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.exportroutes.api.Manifest;
import io.exportroutes.api.ManifestReader;
import io.exportroutes.ledger.Release;
import io.exportroutes.value.Verified;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SidecarTest {
    private static final String JSON =
            "{\"id\":\"exp_1\",\"kind\":\"database_export\",\"status\":\"ready\",\"unknown_field\":[1,2],\"created_at\":\"2026-06-02T01:23:45Z\"}";

    @Test
    void itHoldsTheManifestAsSentAndWhatWeKnow() throws IOException {
        JsonNode json = new ObjectMapper().readTree(bytes(sidecar().content()));
        assertThat(json.path("manifest")).isEqualTo(new ObjectMapper().readTree(JSON));
        assertThat(json.path("artifact").path("sha256").asText()).isEqualTo("ab12");
        assertThat(json.path("artifact").path("size").asLong()).isEqualTo(42);
        assertThat(json.path("run").path("id").asText()).isEqualTo("run-1");
        assertThat(json.path("run").path("scheduled_for").asText()).isEqualTo("2026-06-02T02:00:00Z");
        assertThat(json.path("run").path("verified_at").asText()).isEqualTo("2026-06-02T02:01:00Z");
        assertThat(json.path("written_by").path("camel").asText()).isEqualTo("4.18.0");
    }

    @Test
    void theSameSidecarIsTheSameBytes() throws IOException {
        assertThat(bytes(sidecar().content())).isEqualTo(bytes(sidecar().content()));
        assertThat(sidecar().content().contentType()).isEqualTo("application/json");
    }

    @Test
    void itStandsBesideItsArtifact() {
        assertThat(Sidecar.keyFor("crm/a.zip")).isEqualTo("crm/a.zip.manifest.json");
    }

    private static byte[] bytes(Content content) throws IOException {
        try (InputStream in = content.open()) {
            return in.readAllBytes();
        }
    }

    @Test
    void aReleaseOfWhatAGuardRefusedStandsInIt() throws IOException {
        Release release = new Release("Ada", Instant.parse("2026-06-02T03:00:00.123Z"), "Looked at \"it\"");
        JsonNode json = new ObjectMapper().readTree(bytes(sidecar(release).content()));
        assertThat(json.path("release").path("by").asText()).isEqualTo("Ada");
        assertThat(json.path("release").path("at").asText()).isEqualTo("2026-06-02T03:00:00.123Z");
        assertThat(json.path("release").path("reason").asText()).isEqualTo("Looked at \"it\"");
        assertThat(new ObjectMapper().readTree(bytes(sidecar().content())).has("release"))
                .isFalse();
    }

    private static Sidecar sidecar() throws IOException {
        return sidecar(null);
    }

    private static Sidecar sidecar(@Nullable Release release) throws IOException {
        Instant scheduled = Instant.parse("2026-06-02T02:00:00Z");
        Instant verified = scheduled.plusSeconds(60);
        String program = "export-routes 0.1.0";
        return new Sidecar(
                manifest(),
                new Sidecar.Artifact("a.zip", new Verified(42, "ab12"), null),
                new Sidecar.Origin("run-1", "nightly", "crm", scheduled, verified),
                new Sidecar.Writer(program, "4.18.0"),
                release);
    }

    private static Manifest manifest() throws IOException {
        return ManifestReader.read(new ObjectMapper().readTree(JSON));
    }
}
