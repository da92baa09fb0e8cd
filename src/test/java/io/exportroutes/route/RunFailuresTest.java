package io.exportroutes.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.ForeignCode;
import io.exportroutes.failure.GoneFailure;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.ledger.RunState;
import io.exportroutes.run.RunContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class RunFailuresTest {
    private static final GoneFailure GONE =
            new GoneFailure(new ForeignCode("export_expired"), "It expired", "Ask again", null);
    private static final TransientFailure BUSY = new TransientFailure(ForeignCode.http(503), "It is busy", "Wait");

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
        work.begin();

        work.runFailures().settle(lost, work.entry(), null, new PermanentFailure(new ForeignCode("x"), "x", "x"));
        work.runFailures().requestNewExport(lost, work.entry(), null, GONE);

        assertThat(work.run().state()).isEqualTo(RunState.EXPORTING);
        assertThat(work.run().progress().request().renewals()).isZero();
        assertThat(work.runFailures().mayRetry(lost, null)).isFalse();
    }

    @Test
    void aNewExportIsRequestedOnceThenTheRunIsSettled() throws Exception {
        RunContext run = work.begin();

        work.runFailures().requestNewExport(run, work.entry(), null, GONE);
        assertThat(work.run().progress().request().renewals()).isEqualTo(1);
        assertThat(work.run().state().settled()).isFalse();
        work.runFailures().requestNewExport(run, work.entry(), null, GONE);

        assertThat(work.run().state()).isEqualTo(RunState.FAILED);
        assertThat(work.run().failure().code()).isEqualTo("export_expired");
    }

    @Test
    void retriesEndAtTheirNumberAndAtTheDeadline() throws Exception {
        RunContext run = work.begin();
        int most = work.place.config().service().retry().attempts();

        assertThat(mayRetryAfter(run, most - 1)).isTrue();
        assertThat(mayRetryAfter(run, most)).isFalse();
        assertThat(work.runFailures().mayRetry(null, null))
                .as("before it could begin")
                .isTrue();
        work.clock.step(Duration.ofHours(3));
        assertThat(mayRetryAfter(run, 0)).isFalse();
    }

    private boolean mayRetryAfter(RunContext run, int failures) {
        Attempts attempts = Attempts.orNone(null);
        for (int failure = 0; failure < failures; failure++) {
            attempts = attempts.and(BUSY);
        }
        return work.runFailures().mayRetry(run, attempts);
    }

    @Test
    void whatAnotherCallsWaitIsToBlameForIsNoAttempt() {
        Attempts attempts =
                Attempts.orNone(null).and(BUSY).and(new TransientFailure(FailureCode.SLOWED_DOWN, "Wait", "Wait"));

        assertThat(attempts.count()).isEqualTo(1);
    }

    /** Between two polls the deadline passed; what kept the listing away before that is what its reader wants to know. */
    @Test
    void aRunThatEndsAtItsDeadlineNamesWhatItFailedByBefore() throws Exception {
        RunContext run = work.begin();
        @Nullable Attempts attempts = Attempts.orNone(null).and(BUSY);

        work.runFailures()
                .settle(run, work.entry(), attempts, new PermanentFailure(FailureCode.DEADLINE, "Over", "Raise it"));

        assertThat(work.run().failure().code()).isEqualTo("deadline");
        assertThat(work.run().failure().message()).contains("It is busy");
    }
}
