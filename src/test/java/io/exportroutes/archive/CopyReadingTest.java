package io.exportroutes.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.delivery.file.FileStore;
import io.exportroutes.failure.PermanentFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init")
class CopyReadingTest {
    /** sha256sum of "artifact". */
    private static final String SHA256 = "c7c5c1d70c5dec4416ab6158afd0b223ef40c29b1dc1f97ed9428b94d4cadb1c";

    private static final String DESCRIBED = """
            {"artifact": {"name": "a.zip", "size": 8, "sha256": "%s"},
             "run": {"id": "run-1", "job": "nightly", "project": "crm", "scheduled_for": "2026-11-20T01:00:00Z"},
             "manifest": {"id": "exp_1"}, "new": {"to": "us"}}""".formatted(SHA256);

    @TempDir
    private Path directory;

    private final FileStore store = new FileStore();

    @BeforeEach
    void open() {
        store.setDirectory(directory.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "artifact, fine",
        "artifacT, its SHA-256 is",
        "artifac, it has only 7 bytes of 8",
        "artifacts, it has more than 8 bytes of 8",
        "'', it has only 0 bytes of 8"
    })
    void onlyTheBytesThatWereDeliveredAreTaken(String bytes, String said) throws IOException {
        ArchivedCopy copy = described(DESCRIBED);
        Files.writeString(directory.resolve("a.zip"), bytes);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        if (said.equals("fine")) {
            CopyReading.read(store, copy, out, count -> {});
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(bytes);
        } else {
            assertThatThrownBy(() -> CopyReading.read(store, copy, out, count -> {}))
                    .hasMessageContaining("exp_1@mirror")
                    .hasMessageContaining(said)
                    .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.code())
                            .isEqualTo("copy_damaged"));
        }
    }

    @Test
    void aSidecarOfALaterVersionIsUnderstood() throws IOException {
        ArchivedCopy copy = described(DESCRIBED);

        assertThat(copy.subject())
                .isEqualTo(new ArchivedCopy.Subject(
                        "nightly", "crm", "run-1", "exp_1", Instant.parse("2026-11-20T01:00:00Z")));
        assertThat(copy.key()).isEqualTo("a.zip");
    }

    @Test
    void aSidecarNamesNoOtherPlace() throws IOException {
        assertThat(described(DESCRIBED.replace("a.zip", "../../etc/passwd"))).satisfies(copy -> {
            assertThat(copy.key()).isEqualTo("a.zip");
            assertThat(copy.bytes().name()).doesNotContain("/").doesNotStartWith(".");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"artifact\"",
                "{} {}",
                "{\"artifact\": {\"size\": 8, \"size\": 9}}",
                "{\"artifact\": {\"size\": \"8\"}}"
            })
    void whatIsNoSidecarIsNamed(String text) {
        assertThatThrownBy(() -> described(text))
                .hasMessageContaining("mirror")
                .hasMessageContaining("a.zip.manifest.json is no sidecar");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"size\": 8|\"size\": -1",
                "\"size\": 8|\"size\": 8.5",
                "\"size\": 8|\"size\": 99999999999999999999",
                "2026-11-20T01:00:00Z|tomorrow",
                "\"exp_1\"|1",
                "c7c5|0XYZ"
            })
    void noFieldIsBelievedUnseen(String before, String after) {
        assertThat(DESCRIBED).contains(before);
        assertThatThrownBy(() -> described(DESCRIBED.replace(before, after))).hasMessageContaining("is no sidecar");
    }

    @Test
    void aSidecarWithoutEndIsNotReadToIt() {
        assertThatThrownBy(() -> described(" ".repeat(1024 * 1024) + DESCRIBED))
                .hasMessageContaining("it is larger than any of ours");
    }

    private ArchivedCopy described(String sidecar) throws IOException {
        Files.writeString(directory.resolve("a.zip.manifest.json"), sidecar);
        return SidecarReader.read("mirror", store, "a.zip.manifest.json").copy();
    }
}
