package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Issue 8, point 18: a sweep past its deadline says so once, not once for each export. */
class SweepDeadlineTest {
    private static final int EXPORTS = 40;

    @TempDir
    private Path directory;

    private final Logger log = (Logger) LoggerFactory.getLogger("io.exportroutes");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(lines);
    }

    @Test
    void aSweepPastItsDeadlineWritesOneLine() throws Exception {
        try (Journey journey = new Journey(directory)) {
            for (int number = 1; number <= EXPORTS; number++) {
                byte[] csv = "id\n%d\n".formatted(number).getBytes(StandardCharsets.UTF_8);
                journey.site().sandbox().addExport(PlantedExport.table("crm", "t" + number, csv));
            }
            journey.site().sandbox().faults().plant("stall@download=1");

            Run run = journey.begin(
                            "sweep: {project: crm, export: existing, deadline: 3s, max-concurrent: 2, destinations: [mirror]}")
                    .once("sweep");

            assertThat(run.state()).isEqualTo(RunState.FAILED);
            assertThat(run.failure().code()).isEqualTo("deadline");
            assertThat(journey.ledger().exports().ofRun(run.id()))
                    .hasSize(EXPORTS)
                    .extracting(ExportEntry::state)
                    .containsOnly(ExportState.FAILED);
            assertThat(lines.list.stream().filter(line -> line.getLevel() == Level.ERROR))
                    .singleElement()
                    .satisfies(line -> assertThat(line.getFormattedMessage())
                            .contains(
                                    run.id(), EXPORTS + " of its exports were not downloaded", "dead-letters replay"));
        }
    }
}
