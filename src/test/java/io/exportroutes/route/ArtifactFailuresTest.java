package io.exportroutes.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.ForeignCode;
import io.exportroutes.failure.GoneFailure;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.run.RunContext;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class ArtifactFailuresTest {
    private static final GoneFailure GONE =
            new GoneFailure(new ForeignCode("export_expired"), "It expired", "Ask again", null);

    private RunAtWork work;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        work = new RunAtWork(folder);
    }

    @AfterEach
    void close() {
        work.close();
    }

    /** A handler that throws loses the exchange. */
    @Test
    void ofARunThatWasLostNothingIsWritten() throws Exception {
        RunContext lost = work.begin();
        ArtifactContext artifact = work.open(lost, "exp_1");
        work.begin();

        work.artifactFailures()
                .record(
                        lost,
                        artifact.export(),
                        artifact,
                        null,
                        new PermanentFailure(new ForeignCode("broken"), "It is", "Mend it"));
        work.artifactFailures().replace(lost, artifact.export(), artifact, null, GONE);

        assertThat(state()).isEqualTo(ExportState.TAKEN);
        assertThat(work.run().progress().request().renewals()).isZero();
    }

    @Test
    void anExportIsReplacedOnceThenRecordedAsFailed() throws Exception {
        RunContext run = work.begin();
        ArtifactContext first = work.open(run, "exp_1");
        work.artifactFailures().replace(run, first.export(), first, null, GONE);
        assertThat(work.run().progress().request().renewals()).isEqualTo(1);
        assertThat(state()).isEqualTo(ExportState.LOST);

        ArtifactContext second = work.open(run, "exp_2");
        work.artifactFailures().replace(run, second.export(), second, null, GONE);

        assertThat(work.run().progress().request().renewals()).isEqualTo(1);
        assertThat(work.ledger.exports().find("exp_2").orElseThrow().state()).isEqualTo(ExportState.FAILED);
    }

    @Test
    void whatMayPassStaysForTheNextStartWhereTheProgramStops() throws Exception {
        RunContext run = work.begin();
        ArtifactContext artifact = work.open(run, "exp_1");
        work.services.stopping().request();

        work.artifactFailures()
                .record(
                        run,
                        artifact.export(),
                        artifact,
                        null,
                        new TransientFailure(FailureCode.TIMEOUT, "No answer", "Wait"));

        assertThat(state()).isEqualTo(ExportState.TAKEN);
    }

    private ExportState state() {
        return work.ledger.exports().find("exp_1").orElseThrow().state();
    }
}
