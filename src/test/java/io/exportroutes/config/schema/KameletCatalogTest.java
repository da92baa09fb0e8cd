package io.exportroutes.config.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.config.SampleConfig;
import io.exportroutes.failure.PermanentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KameletCatalogTest {
    @Test
    void everySinkOfTheFolderIsADestinationType() {
        assertThat(SampleConfig.CATALOG.types(SinkKind.DESTINATION)).containsExactly("email", "file", "s3", "sftp");
    }

    @Test
    void aSinkTellsItsSecretsAndWhetherItReadsAGrowingArtifact() {
        assertThat(SampleConfig.CATALOG.find(SinkKind.DESTINATION, "s3")).hasValueSatisfying(sink -> {
            assertThat(sink.annotations().readsGrowing()).isTrue();
            assertThat(sink.secrets()).containsExactly("access-key", "secret-key");
            assertThat(sink.settings().required()).containsExactly("bucket");
        });
        assertThat(SampleConfig.CATALOG.find(SinkKind.DESTINATION, "email"))
                .map(sink -> sink.annotations().readsGrowing())
                .contains(false);
        assertThat(SampleConfig.CATALOG.find(SinkKind.DESTINATION, "ftp")).isEmpty();
    }

    @Test
    void otherFilesOfTheFolderArePassedOver(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("list-exports-action.kamelet.yaml"), "no: sink");

        assertThat(KameletCatalog.scan(folder).types(SinkKind.DESTINATION)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "metadata: {name: other}                                      | metadata.name differs",
                "metadata: {name: x-artifact-sink}                            | no spec.definition",
                "metadata: [                                                  | it is not YAML",
                "{metadata: {name: x-artifact-sink, annotations: {exportroutes.io/reads: early}}, spec: {definition: {}}}"
                        + " | neither growing nor verified",
                "{metadata: {name: x-artifact-sink, annotations: {exportroutes.io/stores: up-to y}}, spec: {definition: {}}}"
                        + " | exportroutes.io/stores",
                "{metadata: {name: x-artifact-sink}, spec: {definition: {properties: {caFile: {}, ca-file: {}}}}}"
                        + " | caFile and ca-file are both ca-file in exports.yaml",
                "{metadata: {name: x-artifact-sink, annotations: {exportroutes.io/stores: \"sometimes\"}}, spec: {definition: {}}}"
                        + " | exportroutes.io/stores"
            })
    void aSinkThatCannotBeUnderstoodIsNamed(String text, String complaint, @TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("x-artifact-sink.kamelet.yaml"), text);

        assertThatThrownBy(() -> KameletCatalog.scan(folder))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContainingAll("x-artifact-sink.kamelet.yaml", complaint);
    }

    @Test
    void aMissingFolderIsNamed(@TempDir Path folder) {
        assertThatThrownBy(() -> KameletCatalog.scan(folder.resolve("none")))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("none");
    }
}
