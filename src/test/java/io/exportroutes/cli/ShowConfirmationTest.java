package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Point 25: show says how each far end confirmed what it has. */
class ShowConfirmationTest {
    @Test
    void aDeliveryIsShownWithItsConfirmation(@TempDir Path directory) throws IOException {
        try (Bench bench = new Bench(directory)) {
            String run = bench.run("once", "tables", "--output", "json")
                    .json()
                    .at("/runs/0/run")
                    .asText();

            assertThat(bench.run("show", run).out()).containsPattern("confirmed by +size");
            assertThat(bench.run("show", run, "--output", "json")
                            .json()
                            .at("/exports/0/deliveries/0/confirmation")
                            .asText())
                    .isEqualTo("size");
        }
    }
}
