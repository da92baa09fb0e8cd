package io.exportroutes.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.exportroutes.api.ApiGate;
import io.exportroutes.failure.ForeignCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TakenOverFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.RunState;
import io.exportroutes.ledger.Samples;
import io.exportroutes.spool.SpoolFile;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class ArtifactDownloaderTest {
    private RunAtWork work;
    private ApiGate gate;
    private int pauses;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        work = new RunAtWork(folder);
        gate = new ApiGate(
                work.place.config().api(), 1, work.place.config().retry(), work.clock, (wait, what) -> pause());
    }

    @AfterEach
    void close() {
        work.close();
    }

    /** While the download waits for its turn the deadline passes, and nobody breaks it off. */
    private void pause() {
        assertThat(++pauses).as("looks after the deadline").isLessThan(2);
        work.clock.step(Duration.ofHours(3));
    }

    @Test
    void aDownloadLooksAtTheDeadlineItself() throws Exception {
        Exchange exchange = work.begin();
        work.take(exchange, "exp_1");
        ArtifactDownloader downloads = work.downloads(gate);
        downloads.open(exchange);

        try (ApiGate.Passage other = gate.call("other call", () -> {})) {
            assertThatThrownBy(() -> downloads.fetch(exchange))
                    .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.code())
                            .isEqualTo("deadline"));
        }
    }

    @Test
    void whoLostTheRunDoesNotTouchTheSpoolFileOfWhoHasIt() throws Exception {
        Exchange old = work.begin();
        work.take(old, "exp_1");
        Exchange next = work.begin();
        next.getMessage().setBody(old.getMessage().getBody());
        ArtifactDownloader downloads = work.downloads(gate);
        downloads.open(next);

        assertThatThrownBy(() -> downloads.open(old)).isInstanceOf(TakenOverFailure.class);

        assertThat(ArtifactContext.of(next).file().state()).isEqualTo(SpoolFile.State.RECEIVING);
    }

    @Test
    void anArtifactThatTheSpoolRefusesFailsByItself() throws Exception {
        Exchange run = work.begin();
        Exchange lane = work.beside(run);
        work.take(lane, "exp_1");
        Files.createDirectories(work.spoolFolder.resolve("exp_1.json/in the way"));

        Throwable refused = catchThrowable(() -> work.downloads(gate).open(lane));
        assertThat(refused).isInstanceOf(TransientFailure.class).hasMessageContaining("spool");
        lane.setException(refused);
        work.failures().deadLetter(lane);

        ExportEntry export = work.ledger.exports().find("exp_1").orElseThrow();
        assertThat(export.state()).isEqualTo(ExportState.FAILED);
        assertThat(export.errorCode()).isEqualTo("io_error");
        assertThat(work.run().state()).as("its other artifacts go on").isEqualTo(RunState.EXPORTING);
    }

    /** As where a replay of both runs, or a replay and a sweep, come at once. */
    @Test
    void whatAnotherRunTookMeanwhileIsLeftToIt() throws Exception {
        Exchange exchange = work.begin();
        work.take(exchange, "exp_1");
        work.ledger.exports().failed("exp_1", new PermanentFailure(new ForeignCode("broken"), "It is", "Mend it"));
        ExportEntry seen = work.ledger.exports().find("exp_1").orElseThrow();
        work.ledger
                .runs()
                .settle("r1", RunState.FAILED, new PermanentFailure(new ForeignCode("broken"), "It is", "Mend it"));
        work.ledger.runs().add(Samples.run("r2"));
        assertThat(work.ledger.exports().take(seen.manifest(), "crm", "r2")).isTrue();

        assertThat(new PendingExports(work.ledger, work.services.inFlight()).retaken(seen, ExchangeState.run(exchange)))
                .isEmpty();
    }

    /** As where an earlier process received all of it and died before the check. */
    @Test
    void theCheckOfWhatWasLeftEndsAtTheDeadline() throws Exception {
        Exchange exchange = work.begin();
        work.take(exchange, "exp_1");
        SpoolFile left = work.services.spool().open("exp_1");
        left.remember("etag");
        left.expect(2048);
        left.append(new byte[2048], 0, 2048);
        ArtifactDownloader downloads = work.downloads(gate);
        downloads.open(exchange);
        work.clock.step(Duration.ofHours(3));

        assertPassed(catchThrowable(() -> downloads.fetch(exchange)));
        assertThat(ArtifactContext.of(exchange).file().received())
                .as("kept for a replay")
                .isEqualTo(2048);
    }

    /** As where an earlier process verified it: its bytes are believed only once they were read again. */
    @Test
    void theReadingOfWhatWasVerifiedEndsAtTheDeadline() throws Exception {
        Exchange exchange = work.begin();
        work.take(exchange, "exp_1");
        SpoolFile left = work.services.spool().open("exp_1");
        left.append("[12]".getBytes(StandardCharsets.US_ASCII), 0, 4);
        left.complete();
        work.clock.step(Duration.ofHours(3));

        assertPassed(catchThrowable(() -> work.downloads(gate).open(exchange)));
    }

    /** A sweep may move a hundred thousand of them. */
    @Test
    void aRunKeepsNothingOfAnArtifactThatIsDone() throws Exception {
        Exchange run = work.begin();
        WeakReference<SpoolFile> whole = new WeakReference<>(whole(run));
        WeakReference<SpoolFile> failed = new WeakReference<>(failed(run));
        work.services.spool().remove("exp_whole"); // as once it is delivered

        Awaitility.await().until(() -> {
            System.gc();
            return whole.get() == null && failed.get() == null;
        });
        assertThat(ExchangeState.run(run).hold().lost()).isNull();
    }

    private SpoolFile whole(Exchange run) throws IOException {
        SpoolFile left = work.services.spool().open("exp_whole");
        left.append("[12]".getBytes(StandardCharsets.US_ASCII), 0, 4);
        left.complete();
        Exchange lane = work.beside(run);
        work.take(lane, "exp_whole");
        work.downloads().open(lane);
        work.downloads().fetch(lane);
        return ArtifactContext.of(lane).file();
    }

    private SpoolFile failed(Exchange run) throws IOException {
        Exchange lane = work.beside(run);
        work.take(lane, "exp_failed");
        work.downloads().open(lane);
        lane.setException(new PermanentFailure(new ForeignCode("forbidden"), "No", "Look"));
        work.failures().deadLetter(lane);
        return ArtifactContext.of(lane).file();
    }

    private static void assertPassed(Throwable thrown) {
        assertThat(thrown).isInstanceOfSatisfying(PermanentFailure.class, failure -> {
            assertThat(failure.code()).isEqualTo("deadline");
            assertThat(failure).hasMessageContaining("check of exp_1");
        });
    }
}
