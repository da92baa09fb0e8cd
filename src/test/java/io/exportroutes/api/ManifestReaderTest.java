package io.exportroutes.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.exportroutes.failure.TransientFailure;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReaderTest {
    private static final String FULL =
            "{\"id\":\"exp_1\",\"kind\":\"table_export\",\"scope\":\"project\",\"project\":\"crm\","
                    + "\"table\":\"contacts\",\"format\":\"csv\",\"download_name\":\"contacts.csv\",\"content_type\":\"text/csv\","
                    + "\"row_count\":25,\"table_count\":null,\"size_bytes\":2048,\"status\":\"ready\",\"status_reason\":null,"
                    + "\"missing_at\":null,\"created_at\":\"2026-06-02T01:23:45Z\",\"expires_at\":null,\"brand_new\":{\"a\":1}}";

    @Test
    void everyFieldIsReadAndTheUnknownOnesAreKept() throws JsonProcessingException {
        Manifest manifest = read(FULL);
        assertThat(manifest.id()).isEqualTo("exp_1");
        assertThat(manifest.scope().table()).isEqualTo("contacts");
        assertThat(manifest.artifact().rowCount()).isEqualTo(25);
        assertThat(manifest.artifact().sizeBytes()).isEqualTo(2048);
        assertThat(manifest.availability().createdAt()).isEqualTo(Instant.parse("2026-06-02T01:23:45Z"));
        assertThat(manifest.availability().expiresAt()).isNull();
        assertThat(manifest.ready()).isTrue();
        assertThat(manifest.json()).contains("\"brand_new\":{\"a\":1}");
        assertThat(read(manifest.json())).isEqualTo(manifest);
    }

    @Test
    void whatIsMissingIsAbsent() throws JsonProcessingException {
        Manifest manifest = read("{\"id\":\"exp_1\"}");
        assertThat(manifest.artifact().sizeBytes()).isNull();
        assertThat(manifest.availability().status()).isEqualTo("unknown");
        assertThat(manifest.ready()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-06-02T01:23:45.5Z, 2026-06-02T01:23:45.500Z",
        "2026-06-02T03:23:45+02:00, 2026-06-02T01:23:45Z",
        "2026-06-02T01:23:45, 2026-06-02T01:23:45Z",
    })
    void timesAreIso8601(String text, Instant time) throws JsonProcessingException {
        assertThat(read("{\"id\":\"e\",\"expires_at\":\"" + text + "\"}")
                        .availability()
                        .expiresAt())
                .isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"id\":7}",
                "{\"id\":\" \"}",
                "{\"id\":\"e\",\"size_bytes\":\"2048\"}",
                "{\"id\":\"e\",\"size_bytes\":-1}",
                "{\"id\":\"e\",\"row_count\":1.5}",
                "{\"id\":\"e\",\"status\":{}}",
                "{\"id\":\"e\",\"expires_at\":1780000000}",
                "{\"id\":\"e\",\"missing_at\":\"yesterday\"}",
            })
    void whatHasAnotherTypeIsNamed(String json) throws JsonProcessingException {
        assertThatThrownBy(() -> read(json))
                .isInstanceOfSatisfying(TransientFailure.class, failure -> assertThat(failure.code())
                        .isEqualTo("not_an_envelope"));
    }

    @Test
    void anOddEntryOfAListingHidesNoOther() throws Exception {
        String listing =
                "[{\"id\":\"a\"},{\"id\":\"b\",\"size_bytes\":\"2048\",\"download_name\":\"b.csv\"},7,{\"id\":\"c\"}]";
        ManifestPage page = ManifestReader.readAll(new ObjectMapper().readTree(listing));
        assertThat(page.manifests()).extracting(Manifest::id).containsExactly("a", "c");
        assertThat(page.odd()).extracting(UnreadableManifest::id).containsExactly("b", "");
        assertThat(page.odd().get(0).downloadName()).isEqualTo("b.csv");
        assertThat(page.odd().get(0).failure()).hasMessageContaining("size_bytes is not a count");
        assertThat(page.size()).isEqualTo(4);
    }

    @Test
    void aListingThatIsNoListIsNamed() throws JsonProcessingException {
        assertThatThrownBy(() -> ManifestReader.readAll(JsonNodeFactory.instance.objectNode()))
                .hasMessageContaining("exports is not a list");
    }

    private static Manifest read(String json) throws JsonProcessingException {
        return ManifestReader.read(new ObjectMapper().readTree(json));
    }
}
