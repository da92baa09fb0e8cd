package io.exportroutes.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.api.CallTrace;
import io.exportroutes.api.Manifest;
import io.exportroutes.api.ManifestPage;
import io.exportroutes.config.JobConfig;
import io.exportroutes.failure.GoneFailure;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.Samples;
import io.exportroutes.ledger.Spooled;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose an export of the listing is, where a reply was lost or is still on its way. */
@SuppressWarnings("NullAway.Init")
class OwnershipTest {
    private static final CallTrace NO_TRACE = new CallTrace(null, null, null);

    private RunAtWork work;
    private Ledger ledger;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        work = new RunAtWork(folder);
        ledger = work.ledger;
    }

    @AfterEach
    void close() {
        work.close();
    }

    @Test
    void anExportThatCarriesTheRunsIdIsItsOwnWhateverTheClocksSay() throws Exception {
        work.begin();
        Run run = asked("r1");

        assertThat(mayBeOf(run, "r1_database.zip", Duration.ofHours(-1))).isTrue();
        assertThat(mayBeOf(run, "r9_database.zip", Duration.ZERO)).isFalse();
    }

    @Test
    void aNameThatManyRunsSendNeedsTheTimeToo() throws Exception {
        work.begin();
        Run run = asked("crm");

        assertThat(mayBeOf(run, "crm_database.zip", Duration.ofMinutes(-4))).isTrue();
        assertThat(mayBeOf(run, "crm_database.zip", Duration.ofHours(-1))).isFalse();
    }

    /** Its first export is gone, and the answer about the second one is still on its way. */
    @Test
    void aSweepLeavesToARenewingRunWhatItAskedForAnew() throws Exception {
        Exchange renewing = work.begin();
        work.take(renewing, "exp_old");
        ledger.runs()
                .renewing("r1", new GoneFailure("export_expired", "It expired", "Ask anew", null), Spooled.NOWHERE);
        assertThat(ledger.exports().find("exp_old").orElseThrow().state()).isEqualTo(ExportState.LOST);
        asked("r1");
        Listing listing = new Listing();
        Manifest ours = manifest("exp_new", "r1_database.zip", work.clock.instant());
        listing.add(new ManifestPage(List.of(ours, Samples.manifest("exp_2")), List.of()), 2, NO_TRACE);
        renewing.setProperty(Listing.PROPERTY, listing);

        new CollectSteps(work.services).sweep(renewing);

        assertThat(ledger.exports().find("exp_new")).isEmpty();
        assertThat(ledger.exports().find("exp_2")).isPresent();
    }

    private Run asked(String fileName) {
        ledger.runs().requesting("r1", fileName);
        return work.run();
    }

    private boolean mayBeOf(Run run, String name, Duration made) {
        JobConfig job = Objects.requireNonNull(work.place.config().jobs().get(run.job()));
        Instant asked = Objects.requireNonNull(run.requestedAt());
        return Ownership.mayBeOf(run, job, manifest("exp_1", name, asked.plus(made)));
    }

    private static Manifest manifest(String id, String name, Instant made) {
        String kind = "database_export";
        return new Manifest(
                id, kind, "crm", null, "zip", name, null, null, null, 9L, "ready", null, null, made, null, "{}");
    }
}
