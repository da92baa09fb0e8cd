package io.exportroutes.route;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.run.RunContext;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCollectorTest {
    @TempDir
    private Path folder;

    @Test
    void anExportThatWasNeverReadyNamesTheDeadlineAsItIsWrittenInTheConfiguration() throws Exception {
        try (RunAtWork work = new RunAtWork(folder)) {
            RunContext run = work.begin();
            work.clock.step(Duration.ofHours(3));

            assertThatThrownBy(() -> new ExportCollector(work.services).pause(run, new ExportPolls()))
                    .isInstanceOf(PermanentFailure.class)
                    .hasMessage("The export of run r1 was not ready within 2h");
        }
    }
}
