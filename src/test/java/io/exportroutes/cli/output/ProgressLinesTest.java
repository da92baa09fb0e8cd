package io.exportroutes.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.failure.FailureNote;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportOwner;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Samples;
import io.exportroutes.ledger.SpooledBytes;
import io.exportroutes.view.RunView;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProgressLinesTest {
    @ParameterizedTest
    @EnumSource(
            value = ExportState.class,
            names = {"REFUSED", "LOST", "FAILED", "DISCARDED"})
    void whateverKeptAnExportFromArrivingIsSaidWithItsReason(ExportState state) {
        StringWriter said = new StringWriter();

        new ProgressLines(new PrintWriter(said))
                .show(List.of(new RunView(Samples.run("r1"), List.of(export(state)), List.of())));

        assertThat(said.toString()).contains("crm-nightly: exp_1 is " + state + ": It broke");
    }

    private static ExportEntry export(ExportState state) {
        return new ExportEntry(
                Samples.manifest("exp_1"),
                new ExportOwner("crm", "r1", null, null),
                state,
                SpooledBytes.NONE,
                new FailureNote("broken", "It broke", "Fix it"));
    }
}
