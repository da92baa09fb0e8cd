package io.exportroutes.listing;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.api.CallTrace;
import io.exportroutes.api.Manifest;
import io.exportroutes.api.ManifestPage;
import io.exportroutes.config.JobConfig;
import io.exportroutes.failure.FailureNote;
import io.exportroutes.failure.ForeignCode;
import io.exportroutes.failure.GoneFailure;
import io.exportroutes.ledger.ExportRequest;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunHistory;
import io.exportroutes.ledger.RunOrigin;
import io.exportroutes.ledger.RunProgress;
import io.exportroutes.ledger.RunState;
import io.exportroutes.ledger.Samples;
import io.exportroutes.ledger.Spooled;
import io.exportroutes.ledger.Unclaimed;
import io.exportroutes.route.ExportRequester;
import io.exportroutes.route.ListingReader;
import io.exportroutes.route.RunAtWork;
import io.exportroutes.run.RunContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Point 11: whose an export of the listing is, where a reply was lost or is still on its way. */
@SuppressWarnings("NullAway.Init")
class ExportOwnershipTest {
    private static final CallTrace NO_TRACE = new CallTrace(null, null, null);

    private RunAtWork work;
    private Ledger ledger;
    private RunContext run;

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

        assertThat(mayBeOf(run, "r1.zip", Duration.ofHours(-1))).isTrue();
        assertThat(mayBeOf(run, "r1", Duration.ofHours(-1))).isTrue();
        assertThat(mayBeOf(run, "r9.zip", Duration.ZERO)).isFalse();
    }

    @Test
    void aNameThatManyRunsSendNeedsTheTimeToo() throws Exception {
        work.begin();
        Run run = asked("crm");

        assertThat(mayBeOf(run, "crm.zip", Duration.ofMinutes(-4))).isTrue();
        assertThat(mayBeOf(run, "crm.zip", Duration.ofHours(-1))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "crm,               true",
        "crm.zip,           true",
        "crm_full.zip,      false",
        "crm_full,          false",
        "crm.json,          false",
        "crm.zip.zip,       false",
        "crm 2026.zip,      false",
        "CRM.zip,           false",
        "my_crm.zip,        false",
        ",                  false"
    })
    void onlyTheVeryNameOrItWithTheFormatsExtensionIsEvidence(@Nullable String listed, boolean ours) throws Exception {
        work.begin();
        assertThat(mayBeOf(asked("crm"), listed, Duration.ZERO)).isEqualTo(ours);
    }

    @ParameterizedTest
    @CsvSource({
        "database_export, zip,     crm,  true",
        "schema_export,   zip,     crm,  false",
        "table_export,    zip,     crm,  false",
        "database_export, zip-csv, crm,  false",
        "database_export, json,    crm,  false",
        "database_export, zip,     shop, false",
        "database_export, ,        crm,  false",
        "database_export, zip,     ,     true"
    })
    void kindFormatAndProjectAreTheRunsOwn(String kind, @Nullable String format, @Nullable String project, boolean ours)
            throws Exception {
        work.begin();
        Run run = asked("crm");
        Manifest listed = new Manifest(
                "exp_1",
                new Manifest.Scope(kind, project, null, format),
                new Manifest.Artifact("crm.zip", null, null, null, 9L),
                new Manifest.Availability(
                        "ready", null, null, run.progress().request().requestedAt(), null),
                "{}");
        assertThat(ExportOwnership.mayBeOf(run, job(run), listed)).isEqualTo(ours);
    }

    /** Its first export is gone, and the answer about the second one is still on its way. */
    @Test
    void aSweepLeavesToARenewingRunWhatItAskedForAnew() throws Exception {
        RunContext renewing = work.begin();
        work.take(renewing, "exp_old");
        Unclaimed.of(ledger)
                .runs()
                .renew(
                        "r1",
                        new GoneFailure(new ForeignCode("export_expired"), "It expired", "Ask anew", null),
                        Spooled.NOWHERE);
        assertThat(ledger.exports().find("exp_old").orElseThrow().state()).isEqualTo(ExportState.LOST);
        asked("r1");

        new Sweep(work.services, renewing)
                .read(page(manifest("exp_new", "r1.zip", work.clock.instant()), Samples.manifest("exp_2")));

        assertThat(ledger.exports().find("exp_new")).isEmpty();
        assertThat(ledger.exports().find("exp_2")).isPresent();
    }

    @Test
    void aSweepLeavesWhatAnotherRunWaitsForAndTakesWhatIsOnlyCalledAlike() throws Exception {
        RunContext sweep = work.begin();
        ledger.runs().add(asking("r2", "crm", RunState.EXPORTING, null));

        new Sweep(work.services, sweep)
                .read(page(manifest("exp_2", "crm.zip", now()), manifest("exp_3", "crm_full.zip", now())));

        assertThat(ledger.exports().find("exp_2")).isEmpty();
        assertThat(ledger.exports().find("exp_3")).isPresent();
    }

    @Test
    void theOneExportThatIsTheRunsOwnIsAdopted() throws Exception {
        Listing listing = afterALostReply("crm", manifest("exp_1", "crm_full.zip", now()), ours("exp_2"));

        new ExportRequester(work.services).adopt(run, listing);

        assertThat(ledger.exports().ofRun("r1"))
                .extracting(entry -> entry.manifest().id())
                .containsExactly("exp_2");
        assertThat(work.run().progress().history().note()).isNull();
    }

    @Test
    void ofTwoThatMayBeTheRunsNoneIsAdoptedAndTheRunSaysSo() throws Exception {
        Listing listing = afterALostReply("crm", ours("exp_1"), ours("exp_2"));

        new ExportRequester(work.services).adopt(run, listing);

        assertThat(new ExportRequester(work.services).needsExport(run)).isTrue();
        assertThat(work.run().progress().history().note()).contains("exp_1", "exp_2", "none was adopted");
    }

    @Test
    void whatTwoRunsWaitForIsAdoptedByNeither() throws Exception {
        Listing listing = afterALostReply("crm", ours("exp_1"));
        ledger.runs().add(asking("r2", "crm", RunState.EXPORTING, null));

        new ExportRequester(work.services).adopt(run, listing);

        assertThat(new ExportRequester(work.services).needsExport(run)).isTrue();
        assertThat(work.run().progress().history().note()).contains("exp_1", "r2");
    }

    @Test
    void aRunThatFailedWithoutAnAnswerMayHaveLeftItsExportBehind() throws Exception {
        Listing listing = afterALostReply("crm", ours("exp_1"));
        ledger.runs().add(asking("r2", "crm", RunState.FAILED, now().minusSeconds(60)));

        new ExportRequester(work.services).adopt(run, listing);

        assertThat(new ExportRequester(work.services).needsExport(run)).isTrue();
    }

    @Test
    void whoEndedLongBeforeOrAskedUnderAnotherNameOrHasItsExportIsNoRival() throws Exception {
        Listing listing = afterALostReply("crm", ours("exp_1"));
        ledger.runs().add(asking("r2", "crm", RunState.FAILED, now().minus(Duration.ofHours(1))));
        ledger.runs().add(asking("r3", "crm_full", RunState.EXPORTING, null));
        ledger.runs().add(asking("r4", "crm", RunState.EXPORTING, null));
        Unclaimed.of(ledger).exports().take(ours("exp_4"), "crm", "r4");

        new ExportRequester(work.services).adopt(run, listing);

        assertThat(new ExportRequester(work.services).needsExport(run)).isFalse();
    }

    /** Each of its requests may have made one; all of them are exports that this run asked for. */
    @Test
    void ofSeveralThatCarryTheRunsIdTheNewestIsAdopted() throws Exception {
        Listing listing = afterALostReply(
                "r1",
                manifest("exp_1", "r1.zip", now()),
                manifest("exp_2", "r1.zip", now().plusSeconds(1)),
                manifest("exp_3", "r1.zip", now().minusSeconds(1)));

        new ExportRequester(work.services).adopt(run, listing);

        assertThat(ledger.exports().ofRun("r1"))
                .extracting(entry -> entry.manifest().id())
                .containsExactly("exp_2");
    }

    private Listing afterALostReply(String fileName, Manifest... listed) throws Exception {
        run = work.begin();
        asked(fileName);
        Listing listing = new ListingReader(work.services).start(run);
        listing.add(new ListedPage(page(listed), (long) listed.length, 500L, NO_TRACE));
        return listing;
    }

    private Run asked(String fileName) {
        Unclaimed.of(ledger).runs().markRequesting("r1", fileName);
        return work.run();
    }

    private Run asking(String id, String fileName, RunState state, @Nullable Instant finished) {
        Instant asked = finished == null ? now() : finished.minusSeconds(1);
        return new Run(
                id,
                new RunOrigin(Samples.JOB, "crm", "manual", asked, asked),
                state,
                new RunProgress(asked, finished, new ExportRequest(asked, fileName, 0, null), RunHistory.NONE),
                FailureNote.NONE);
    }

    private boolean mayBeOf(Run run, @Nullable String name, Duration made) {
        Instant asked = Objects.requireNonNull(run.progress().request().requestedAt());
        return ExportOwnership.mayBeOf(run, job(run), manifest("exp_1", name, asked.plus(made)));
    }

    private JobConfig job(Run run) {
        return Objects.requireNonNull(work.place.config().jobs().get(run.job()));
    }

    private Instant now() {
        return work.clock.instant();
    }

    private Manifest ours(String id) {
        return manifest(id, "crm.zip", now());
    }

    private static ManifestPage page(Manifest... listed) {
        return new ManifestPage(List.of(listed), List.of());
    }

    private static Manifest manifest(String id, @Nullable String name, Instant made) {
        String kind = "database_export";
        return new Manifest(
                id,
                new Manifest.Scope(kind, "crm", null, "zip"),
                new Manifest.Artifact(name, null, null, null, 9L),
                new Manifest.Availability("ready", null, null, made, null),
                "{}");
    }
}
