package io.exportroutes.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.exportroutes.api.ApiGate;
import io.exportroutes.api.ApiTraffic;
import io.exportroutes.failure.ForeignCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TakenOverFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.RunState;
import io.exportroutes.ledger.Samples;
import io.exportroutes.ledger.Unclaimed;
import io.exportroutes.run.RunContext;
import io.exportroutes.spool.SpoolFile;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
                work.place.config().api(),
                1,
                work.place.config().service().retry(),
                new ApiTraffic(work.clock),
                (wait, what) -> pause());
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
        RunContext run = work.begin();
        ArtifactDownloader downloads = work.downloads(gate);
        ArtifactContext artifact = downloads.open(run, work.take(run, "exp_1"));

        try (ApiGate.Passage other = gate.call("other call", () -> {})) {
            assertThatThrownBy(() -> downloads.fetch(run, artifact))
                    .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.code())
                            .isEqualTo("deadline"));
        }
    }

    @Test
    void whoLostTheRunDoesNotTouchTheSpoolFileOfWhoHasIt() throws Exception {
        RunContext old = work.begin();
        ExportEntry export = work.take(old, "exp_1");
        RunContext next = work.begin();
        ArtifactDownloader downloads = work.downloads(gate);
        ArtifactContext artifact = downloads.open(next, export);

        assertThatThrownBy(() -> downloads.open(old, export)).isInstanceOf(TakenOverFailure.class);

        assertThat(artifact.file().state()).isEqualTo(SpoolFile.State.RECEIVING);
    }

    @Test
    void anArtifactThatTheSpoolRefusesFailsByItself() throws Exception {
        RunContext run = work.begin();
        ExportEntry taken = work.take(run, "exp_1");
        Files.createDirectories(work.spoolFolder.resolve("exp_1.json/in the way"));

        TransientFailure refused = catchThrowableOfType(
                TransientFailure.class, () -> work.downloads(gate).open(run, taken));
        assertThat(refused).hasMessageContaining("spool");
        work.artifactFailures().record(run, taken, null, null, refused);

        ExportEntry export = work.ledger.exports().find("exp_1").orElseThrow();
        assertThat(export.state()).isEqualTo(ExportState.FAILED);
        assertThat(export.failure().code()).isEqualTo("io_error");
        assertThat(work.run().state()).as("its other artifacts go on").isEqualTo(RunState.EXPORTING);
    }

    /** As where a replay of both runs, or a replay and a sweep, come at once. */
    @Test
    void whatAnotherRunTookMeanwhileIsLeftToIt() throws Exception {
        RunContext run = work.begin();
        work.take(run, "exp_1");
        Unclaimed.of(work.ledger)
                .exports()
                .fail("exp_1", new PermanentFailure(new ForeignCode("broken"), "It is", "Mend it"));
        ExportEntry seen = work.ledger.exports().find("exp_1").orElseThrow();
        Unclaimed.of(work.ledger)
                .runs()
                .settle("r1", RunState.FAILED, new PermanentFailure(new ForeignCode("broken"), "It is", "Mend it"));
        work.ledger.runs().add(Samples.run("r2"));
        assertThat(Unclaimed.of(work.ledger).exports().take(seen.manifest(), "crm", "r2"))
                .isTrue();

        assertThat(new PendingExports(work.ledger, work.services.inFlight()).retake(seen, run))
                .isEmpty();
    }

    /** As where an earlier process received all of it and died before the check. */
    @Test
    void theCheckOfWhatWasLeftEndsAtTheDeadline() throws Exception {
        RunContext run = work.begin();
        ExportEntry export = work.take(run, "exp_1");
        SpoolFile left = work.services.spool().open("exp_1");
        left.remember("etag");
        left.expect(2048);
        left.append(new byte[2048], 0, 2048);
        ArtifactDownloader downloads = work.downloads(gate);
        ArtifactContext artifact = downloads.open(run, export);
        work.clock.step(Duration.ofHours(3));

        assertPassed(catchThrowable(() -> downloads.fetch(run, artifact)));
        assertThat(artifact.file().received()).as("kept for a replay").isEqualTo(2048);
    }

    /** As where an earlier process verified it: its bytes are believed only once they were read again. */
    @Test
    void theReadingOfWhatWasVerifiedEndsAtTheDeadline() throws Exception {
        RunContext run = work.begin();
        ExportEntry export = work.take(run, "exp_1");
        SpoolFile left = work.services.spool().open("exp_1");
        left.append("[12]".getBytes(StandardCharsets.US_ASCII), 0, 4);
        left.complete(noted -> {});
        work.clock.step(Duration.ofHours(3));

        assertPassed(catchThrowable(() -> work.downloads(gate).open(run, export)));
    }

    /** A sweep may move a hundred thousand of them. */
    @Test
    void aRunKeepsNothingOfAnArtifactThatIsDone() throws Exception {
        RunContext run = work.begin();
        WeakReference<SpoolFile> whole = new WeakReference<>(whole(run));
        WeakReference<SpoolFile> failed = new WeakReference<>(failed(run));
        work.services.spool().remove("exp_whole"); // as once it is delivered

        Awaitility.await().until(() -> {
            System.gc();
            return whole.get() == null && failed.get() == null;
        });
        assertThat(run.ownedRun().lost()).isNull();
    }

    private SpoolFile whole(RunContext run) throws IOException {
        SpoolFile left = work.services.spool().open("exp_whole");
        left.append("[12]".getBytes(StandardCharsets.US_ASCII), 0, 4);
        left.complete(noted -> {});
        ArtifactContext artifact = work.open(run, "exp_whole");
        work.downloads().admit(run, artifact);
        work.downloads().fetch(run, artifact);
        return artifact.file();
    }

    private SpoolFile failed(RunContext run) throws IOException {
        ArtifactContext artifact = work.open(run, "exp_failed");
        work.artifactFailures()
                .record(
                        run,
                        artifact.export(),
                        artifact,
                        null,
                        new PermanentFailure(new ForeignCode("forbidden"), "No", "Look"));
        return artifact.file();
    }

    private static void assertPassed(Throwable thrown) {
        assertThat(thrown).isInstanceOfSatisfying(PermanentFailure.class, failure -> {
            assertThat(failure.code()).isEqualTo("deadline");
            assertThat(failure).hasMessageContaining("check of exp_1");
        });
    }
}
