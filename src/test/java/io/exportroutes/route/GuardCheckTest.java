package io.exportroutes.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.RefusedFailure;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.RunState;
import io.exportroutes.spool.SpoolFile;
import io.exportroutes.testing.Edit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.camel.Exchange;
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
    private Exchange exchange;
    private SpoolFile.Verified whole;

    @BeforeEach
    void anEarlierProcessDiedRightAfterItsNote(@TempDir Path folder) throws Exception {
        work = new RunAtWork(folder, null, GUARDED);
        exchange = work.begin();
        work.take(exchange, "exp_1");
        SpoolFile file = work.services.spool().open("exp_1");
        file.append(BYTES, 0, BYTES.length);
        whole = file.complete();
        work.services.spool().rest("exp_1");
    }

    @AfterEach
    void close() {
        work.close();
    }

    @Test
    void theGuardIsAskedBeforeAnyDestinationMayReadThem() {
        assertThatThrownBy(() -> work.downloads().open(exchange)).isInstanceOf(RefusedFailure.class);

        ExportEntry export = export();
        assertThat(export.state()).isEqualTo(ExportState.REFUSED);
        assertThat(export.sha256()).isEqualTo(whole.sha256());
        assertThat(work.ledger.deliveries().ofExport("exp_1"))
                .as("none was planned")
                .isEmpty();
        assertThat(work.services.spool().notedWhole("exp_1", () -> {})).isPresent();
    }

    @Test
    void whatPassedBeforeIsNotAskedAgain() throws IOException {
        work.ledger.exports().verified("exp_1", whole.size(), whole.sha256(), "node");
        exchange.getMessage().setBody(export());

        work.downloads().open(exchange);

        assertThat(ArtifactContext.of(exchange).file().state()).isEqualTo(SpoolFile.State.WHOLE);
    }

    @Test
    void whatWasReleasedPasses() throws Exception {
        assertThatThrownBy(() -> work.downloads().open(exchange)).isInstanceOf(RefusedFailure.class);
        work.services.spool().rest("exp_1");
        work.ledger.runs().settle("r1", RunState.FAILED, null);
        assertThat(work.ledger.refusals().release("exp_1", "Ada", "It is right", null))
                .isTrue();
        Exchange again = work.begin();
        assertThat(new PendingExports(work.ledger, work.services.inFlight()).of(ExchangeState.run(again)))
                .containsExactly("exp_1");
        again.getMessage().setBody(export());

        work.downloads().open(again);
        work.downloads().fetch(again);

        assertThat(export().state()).isEqualTo(ExportState.VERIFIED);
    }

    private ExportEntry export() {
        return work.ledger.exports().find("exp_1").orElseThrow();
    }
}
