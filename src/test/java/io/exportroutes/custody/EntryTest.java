package io.exportroutes.custody;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.testing.Edit;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of entries, and what is read from them. */
class EntryTest {
    private static final Instant TIME = Instant.parse("2026-11-25T02:00:00Z");
    private static final String HASH = Position.NOTHING;
    private static final String WRITTEN = "{\"v\":1,\"chain\":\"acme/crm\",\"seq\":2,\"prev\":\"" + HASH
            + "\",\"time\":\"2026-11-25T02:00:00Z\",\"event\":\"expired\",\"entries\":[1],\"destination\":\"archive\"}\n";

    @Test
    void theBytesAreTheFieldsInTheirOrder() {
        ObjectNode entry = Entry.begin(Position.after(new Head("acme/crm", 1, HASH), TIME), Event.EXPIRED, List.of(1L))
                .put("destination", "archive");

        assertThat(new String(Entry.bytes(entry), UTF_8)).isEqualTo(WRITTEN);
    }

    @Test
    void isReadAsItWasWritten() {
        Entry entry = Entry.read(WRITTEN.getBytes(UTF_8));

        assertThat(entry.position()).isEqualTo(new Position("acme/crm", 2, HASH, TIME));
        assertThat(entry.is(Event.EXPIRED)).isTrue();
        assertThat(entry.entries()).containsExactly(1L);
        assertThat(entry.json().path("destination").asText()).isEqualTo("archive");
        assertThat(entry.head()).isEqualTo(Head.of("acme/crm", 2, WRITTEN.getBytes(UTF_8)));
    }

    @Test
    void theFirstEntryNamesItsKey(@TempDir Path folder) throws Exception {
        PublicKey key = Keys.create(folder).publicKey();
        Entry entry = Entry.read(Entry.bytes(Entry.key(Position.first("crm", TIME), key, HASH)));

        assertThat(entry.key()).contains(key);
        assertThat(entry.json().path("fingerprint").asText()).isEqualTo(key.fingerprint());
        assertThat(entry.json().path("configuration").asText()).isEqualTo(HASH);
        assertThat(entry.position().prev())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void whatIsNotKnownIsKept() {
        Entry entry = Entry.read(Edit.text(WRITTEN, "\"expired\"", "\"moved\",\"to\":{\"a\":[1]}")
                .getBytes(UTF_8));

        assertThat(entry.event()).isEqualTo("moved");
        assertThat(entry.json().at("/to/a/0").asInt()).isOne();
        assertThat(entry.artifact()).isEmpty();
    }

    @Test
    void aSidecarIsAnEntryThatTellsOfItsArtifact() {
        String artifact = "\"stored\",\"artifact\":{\"name\":\"crm.zip\",\"size\":3,\"sha256\":\"" + HASH + "\"}";
        String sidecar = Edit.text(WRITTEN, "\"expired\"", artifact);

        assertThat(Entry.read(sidecar.getBytes(UTF_8)).artifact()).contains(new ArtifactClaim("crm.zip", 3, HASH));
        assertThat(Entry.read(Edit.text(sidecar, "\"size\":3", "\"size\":-3").getBytes(UTF_8))
                        .artifact())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"v\":1|\"v\":2",
                "\"v\":1|\"v\":1.0",
                "\"v\":1|\"v\":true",
                "\"seq\":2|\"seq\":0",
                "\"seq\":2|\"seq\":\"2\"",
                "\"seq\":2|\"seq\":2,\"seq\":2",
                "\"entries\":[1]|\"entries\":{\"a\":1,\"a\":1}",
                "\"entries\":[1]|\"entries\":NaN",
                "\"prev\":\"e|\"prev\":\"E",
                "T02:00:00Z|T02:00:00+01:00",
                "T02:00:00Z|T25:00:00Z",
                "\"event\":\"expired\",|",
                "\"chain\":\"acme/crm\"|\"chain\":\"\"",
                "}|}}",
                "}|},1"
            })
    void whatIsNoEntryIsRefused(String part, String damaged) {
        String entry = Edit.text(WRITTEN, part, damaged == null ? "" : damaged);

        assertThatIllegalArgumentException().isThrownBy(() -> Entry.read(entry.getBytes(UTF_8)));
    }

    @Test
    void otherEncodingsAreRefused() {
        for (byte[] bytes : List.of(
                WRITTEN.getBytes(java.nio.charset.StandardCharsets.UTF_16),
                ("\ufeff" + WRITTEN).getBytes(UTF_8),
                "[]".getBytes(UTF_8),
                new byte[0],
                "{\"a\":".repeat(100_000).getBytes(UTF_8),
                new byte[Entry.LARGEST + 1])) {
            assertThatIllegalArgumentException().isThrownBy(() -> Entry.read(bytes));
        }
    }

    @Test
    void aHeadIsReadAsItWasPrinted() {
        Head head = new Head("crm", 42, HASH);

        assertThat(Head.parse("crm", " " + head + "\n")).isEqualTo(head);
    }

    @ParameterizedTest
    @ValueSource(strings = {"42", "42:", "42:8034", "0:" + "a", ":e3b0c442", "-1:e3b0"})
    void aHeadWithoutItsWholeHashIsRefused(String text) {
        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> Head.parse("crm", text))
                .satisfies(failure -> assertThat(failure.hint()).contains("the whole SHA-256"));
    }

    @Test
    void filesHaveTheirNumbers() {
        assertThat(CustodyFiles.entry("crm", 42)).isEqualTo("_custody/crm/00000042.json");
        assertThat(CustodyFiles.signature("crm", 123_456_789)).isEqualTo("_custody/crm/123456789.json.sig");
        assertThat(CustodyFiles.number("a/_custody/crm/00000042.json")).hasValue(42);
        assertThat(CustodyFiles.number("123456789.json")).hasValue(123_456_789);
        for (String other : List.of("00000042.json.sig", "42.json", "000000042.json", "00000000.json", "README.txt")) {
            assertThat(CustodyFiles.number(other)).as(other).isEmpty();
        }
        assertThat(new String(CustodyFiles.contents(CustodyFiles.PROGRAM), UTF_8))
                .startsWith("#!");
        assertThat(new String(CustodyFiles.contents(CustodyFiles.README), UTF_8))
                .contains("HOW TO CHECK");
    }
}
