package io.exportroutes.route;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.FinalFailure;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectStepsTest {
    @TempDir
    private Path folder;

    @Test
    void anExportThatWasNeverReadyNamesTheDeadlineAsItIsWrittenInTheConfiguration() throws Exception {
        try (RunAtWork work = new RunAtWork(folder)) {
            Exchange exchange = work.begin();
            work.clock.step(Duration.ofHours(3));

            assertThatThrownBy(() -> new CollectSteps(work.services).pause(exchange))
                    .isInstanceOf(FinalFailure.class)
                    .hasMessage("The export of run r1 was not ready within 2h");
        }
    }
}
