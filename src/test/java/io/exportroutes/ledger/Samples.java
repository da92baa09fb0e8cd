package io.exportroutes.ledger;

import io.exportroutes.api.CallTrace;
import io.exportroutes.api.Manifest;
import io.exportroutes.failure.FailureNote;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Runs and manifests for tests; each instant differs from the others, with milliseconds. */
public final class Samples {
    public static final Instant NIGHT = Instant.parse("2026-11-21T02:00:00Z");
    public static final String JOB = "crm-nightly";

    private Samples() {}

    public static Run run(String id) {
        return run(id, JOB, NIGHT);
    }

    public static Run run(String id, String job, Instant scheduledFor) {
        return new Run(
                id,
                new RunOrigin(job, "crm", "schedule", scheduledFor, scheduledFor.plusMillis(3)),
                RunState.QUEUED,
                RunProgress.NONE,
                FailureNote.NONE);
    }

    /** A run with a value in every column. */
    static Run full(String id) {
        return new Run(
                id,
                new RunOrigin(JOB, "crm", "catch-up", NIGHT, NIGHT.plusMillis(11)),
                RunState.SKIPPED,
                new RunProgress(
                        NIGHT.plusMillis(22),
                        NIGHT.plusMillis(44),
                        new ExportRequest(
                                NIGHT.plusMillis(33),
                                "crm_" + id,
                                2,
                                new CallTrace("req_1", "oprun_1", "accepted_provided_run")),
                        RunHistory.NONE),
                new FailureNote("skipped", "The last run still goes on", "Give it more time"));
    }

    public static Manifest manifest(String id) {
        return manifest(id, NIGHT.plusMillis(777));
    }

    static Manifest manifest(String id, @Nullable Instant expiresAt) {
        return new Manifest(
                id,
                new Manifest.Scope("database_export", "crm", null, "zip"),
                new Manifest.Artifact("crm_database_export.zip", "application/zip", null, 2L, 2048L),
                new Manifest.Availability("ready", null, null, NIGHT.plusMillis(555), expiresAt),
                "{\"id\":\"" + id + "\",\"new_field\":1}");
    }

    /** Every fact, and a name as a hostile API would send it. */
    static Manifest fullManifest() {
        return new Manifest(
                "exp_1",
                new Manifest.Scope("table_export", "crm", "contacts", "csv"),
                new Manifest.Artifact("../../a\r\nb\u0000", "text/csv", 10L, 1L, 9_000_000_000L),
                new Manifest.Availability(
                        "not_found", "expired", NIGHT.plusMillis(1), NIGHT.plusMillis(2), NIGHT.plusMillis(3)),
                "{}");
    }
}
