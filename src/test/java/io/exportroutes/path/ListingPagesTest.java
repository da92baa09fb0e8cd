package io.exportroutes.path;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.exportroutes.lab.sandbox.PlantedExport;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Point 24: what the API says of a listing's length, or leaves out, hides none of the exports in it. */
class ListingPagesTest {
    private static final String SWEEP = "sweep: {project: crm, export: existing, destinations: [mirror]}";
    private static final String NIGHTLY = "nightly: {project: crm, export: database, destinations: [mirror]}";
    private static final int EXPORTS = 5;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "small-pages=2",
                "small-pages=2 no-total",
                "small-pages=1 no-total",
                "small-pages=5 no-total",
                "small-pages=2 no-total no-limit",
                "small-pages=2 no-limit",
                "small-pages=2 no-total echo-limit",
                "small-pages=2 wrong-total=-5",
                "small-pages=2 wrong-total=-3",
                "small-pages=2 wrong-total=95",
                "wrong-total=95",
                "no-total",
                "no-limit"
            })
    void aSweepSeesEveryExport(String faults) throws Exception {
        try (Journey journey = new Journey(directory)) {
            byte[] csv = "id\n1\n".getBytes(StandardCharsets.UTF_8);
            List<String> planted =
                    journey.site().sandbox().addExports(PlantedExport.table("crm", "contacts", csv), EXPORTS);
            List.of(faults.split(" ")).forEach(journey.site().sandbox().faults()::plant);

            Run run = journey.begin(SWEEP).once("sweep");

            assertThat(run.state()).as(run.failure().message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(journey.ledger().exports().ofRun(run.id()))
                    .extracting(export -> export.manifest().id())
                    .containsExactlyInAnyOrderElementsOf(planted);
            assertThat(journey.calls("GET", "/projects/crm/exports"))
                    .as("pages")
                    .isLessThan(20);
        }
    }

    /** Without ids nobody can tell whether they were listed before: they are no sign of a shift, and hide nothing. */
    @Test
    void entriesWithoutAnIdNeitherRepeatTheReadingNorEndIt() throws Exception {
        try (Journey journey = new Journey(directory)) {
            byte[] csv = "id\n1\n".getBytes(StandardCharsets.UTF_8);
            List<String> planted =
                    journey.site().sandbox().addExports(PlantedExport.table("crm", "contacts", csv), EXPORTS);
            PlantedExport newer = PlantedExport.table("crm", "deals", csv)
                    .withCreated(Instant.now().plusSeconds(3600));
            journey.site().sandbox().addExports(newer, 4);
            List.of("small-pages=2", "no-id=deals.csv")
                    .forEach(journey.site().sandbox().faults()::plant);

            Run run = journey.begin(SWEEP).once("sweep");

            assertThat(journey.ledger().exports().ofRun(run.id()))
                    .extracting(export -> export.manifest().id())
                    .containsExactlyInAnyOrderElementsOf(planted);
            assertThat(journey.calls("GET", "/projects/crm/exports")).isEqualTo(5);
        }
    }

    @Test
    void aListingThatFollowsTheReferenceTakesOneCall() throws Exception {
        try (Journey journey = new Journey(directory)) {
            byte[] csv = "id\n1\n".getBytes(StandardCharsets.UTF_8);
            journey.site().sandbox().addExports(PlantedExport.table("crm", "contacts", csv), EXPORTS);

            journey.begin(SWEEP).once("sweep");

            assertThat(journey.calls("GET", "/projects/crm/exports")).isEqualTo(1);
        }
    }

    @Test
    void aListingThatMayLackSomethingIsSaidOnce() throws Exception {
        Logger log = (Logger) LoggerFactory.getLogger("io.exportroutes");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        try (Journey journey = new Journey(directory)) {
            byte[] csv = "id\n1\n".getBytes(StandardCharsets.UTF_8);
            journey.site().sandbox().addExports(PlantedExport.table("crm", "contacts", csv), EXPORTS);
            journey.site().sandbox().faults().plant("wrong-total=95");

            journey.begin(SWEEP).once("sweep");
            journey.once("sweep");

            assertThat(lines.list)
                    .filteredOn(line -> line.getLevel() == Level.WARN)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly("The listing of project crm may lack an export: it announces 100, and ends"
                            + " after 5. The listing is read again; if it keeps failing, ask the API's support.");
        } finally {
            log.detachAppender(lines);
        }
    }

    @Test
    void aLostReplyIsFoundOnALaterPage() throws Exception {
        try (Journey journey = new Journey(directory)) {
            byte[] csv = "id\n1\n".getBytes(StandardCharsets.UTF_8);
            PlantedExport later = PlantedExport.table("crm", "contacts", csv)
                    .withCreated(Instant.now().plusSeconds(3600));
            journey.site().sandbox().addExports(later, EXPORTS);
            List.of("small-pages=2", "no-total", "lost-reply@createx1")
                    .forEach(journey.site().sandbox().faults()::plant);

            Run run = journey.begin(NIGHTLY).once("nightly");

            assertThat(run.state()).as(run.failure().message()).isEqualTo(RunState.SUCCEEDED);
            assertThat(journey.calls("POST", "/export/database")).isEqualTo(1);
        }
    }
}
