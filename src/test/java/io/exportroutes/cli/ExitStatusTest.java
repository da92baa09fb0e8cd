package io.exportroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.RunState;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ExitStatusTest {
    @Test
    void theStatusesAreThoseOfTheContract() {
        assertThat(ExitStatus.DELIVERED.code()).isEqualTo(0);
        assertThat(ExitStatus.FAILED.code()).isEqualTo(1);
        assertThat(ExitStatus.USAGE.code()).isEqualTo(2);
        assertThat(ExitStatus.PARTIAL.code()).isEqualTo(3);
        assertThat(ExitStatus.INTERRUPTED.code()).isEqualTo(130);
    }

    @Test
    void ofSeveralRunsTheWorstCounts() {
        assertThat(ExitStatus.of(List.of(RunState.SUCCEEDED, RunState.SUCCEEDED)))
                .isEqualTo(ExitStatus.DELIVERED);
        assertThat(ExitStatus.of(List.of(RunState.PARTIAL, RunState.SUCCEEDED))).isEqualTo(ExitStatus.PARTIAL);
        assertThat(ExitStatus.of(List.of(RunState.PARTIAL, RunState.FAILED, RunState.SUCCEEDED)))
                .isEqualTo(ExitStatus.FAILED);
    }

    @Test
    void whatIsNotDeliveredIsNoSuccess() {
        assertThat(ExitStatus.of(List.of(RunState.SKIPPED))).isEqualTo(ExitStatus.FAILED);
        assertThat(ExitStatus.of(List.of(RunState.TRANSFERRING))).isEqualTo(ExitStatus.FAILED);
    }

    @Test
    void aMistakeOfTheUserIsNoFailureOfAnExport() {
        assertThat(ExitStatus.of(new PermanentFailure(FailureCode.CONFIGURATION_INVALID, "m", "h")))
                .isEqualTo(ExitStatus.USAGE);
        assertThat(ExitStatus.of(new PermanentFailure(FailureCode.STATE_IN_USE, "m", "h")))
                .isEqualTo(ExitStatus.FAILED);
        assertThat(ExitStatus.of(new IllegalStateException("m"))).isEqualTo(ExitStatus.FAILED);
        assertThat(ExitStatus.of(new InterruptedException())).isEqualTo(ExitStatus.INTERRUPTED);
        assertThat(ExitStatus.of(new CommandLine.ParameterException(ExportRoutes.commandLine(), "m")))
                .isEqualTo(ExitStatus.USAGE);
    }
}
