package io.exportroutes.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.RefusedFailure;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.RunState;
import io.exportroutes.ledger.Unclaimed;
import io.exportroutes.run.RunContext;
import io.exportroutes.spool.SpoolFile;
import io.exportroutes.testing.Edit;
import io.exportroutes.value.Verified;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes that an earlier process noted as whole, and whose guard it may not have asked any more. */
@SuppressWarnings("NullAway.Init")
class GuardCheckTest {
    private static final String GUARDED =
            Edit.text(RunAtWork.CONFIG, "export: database,", "export: database, guard: {min-size: 1KB},");
    private static final byte[] BYTES = "[1, 2, 3]".getBytes(StandardCharsets.UTF_8);

    private RunAtWork work;
    private RunContext run;
    private Verified whole;

    @BeforeEach
    void anEarlierProcessDiedRightAfterItsNote(@TempDir Path folder) throws Exception {
        work = new RunAtWork(folder, null, GUARDED);
        run = work.begin();
        work.take(run, "exp_1");
        SpoolFile file = work.services.spool().open("exp_1");
        file.append(BYTES, 0, BYTES.length);
        whole = file.complete(noted -> {});
        work.services.spool().rest("exp_1");
    }

    @AfterEach
    void close() {
        work.close();
    }

    @Test
    void theGuardIsAskedBeforeAnyDestinationMayReadThem() {
        assertThatThrownBy(() -> opened(run)).isInstanceOf(RefusedFailure.class);

        ExportEntry export = export();
        assertThat(export.state()).isEqualTo(ExportState.REFUSED);
        assertThat(export.bytes().sha256()).isEqualTo(whole.sha256());
        assertThat(work.ledger.deliveries().ofExport("exp_1"))
                .as("none was planned")
                .isEmpty();
        assertThat(work.services.spool().notedComplete("exp_1", () -> {})).isPresent();
    }

    @Test
    void whatPassedBeforeIsNotAskedAgain() throws IOException {
        Unclaimed.of(work.ledger).exports().recordVerified("exp_1", whole.size(), whole.sha256(), "node");

        ArtifactContext artifact = opened(run);

        assertThat(artifact.file().state()).isEqualTo(SpoolFile.State.WHOLE);
    }

    @Test
    void whatWasReleasedPasses() throws Exception {
        assertThatThrownBy(() -> opened(run)).isInstanceOf(RefusedFailure.class);
        work.services.spool().rest("exp_1");
        Unclaimed.of(work.ledger).runs().settle("r1", RunState.FAILED, null);
        assertThat(work.ledger.replays().release("exp_1", "Ada", "It is right", null))
                .isTrue();
        RunContext again = work.begin();
        assertThat(new PendingExports(work.ledger, work.services.inFlight()).of(again))
                .containsExactly("exp_1");

        ArtifactContext artifact = opened(again);
        assertThat(export().state())
                .as("before any delivery is queued, which may read to the end at once")
                .isEqualTo(ExportState.VERIFIED);
        assertThat(artifact.verified().bytes().sha256()).isEqualTo(whole.sha256());
        work.downloads().fetch(again, artifact);

        assertThat(export().state()).isEqualTo(ExportState.VERIFIED);
    }

    /** As route "artifact" does before it queues the deliveries. */
    private ArtifactContext opened(RunContext owner) throws IOException {
        ArtifactContext artifact = work.downloads().open(owner, export());
        work.downloads().admit(owner, artifact);
        return artifact;
    }

    private ExportEntry export() {
        return work.ledger.exports().find("exp_1").orElseThrow();
    }
}
