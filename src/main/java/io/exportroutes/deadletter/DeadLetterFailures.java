package io.exportroutes.deadletter;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.Run;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a dead letter is not replayed, released or discarded, and what to do instead; nothing was changed. */
final class DeadLetterFailures {
    private static final String LIST = "List the dead letters with: dead-letters list";

    private DeadLetterFailures() {}

    static PermanentFailure unknown(String id) {
        return new PermanentFailure(FailureCode.UNKNOWN_DEAD_LETTER, "No dead letter has the id " + id, LIST);
    }

    /** @param others the refused artifacts of the run that has this id; empty if no run has */
    static PermanentFailure notRefused(String id, List<ExportEntry> others) {
        return new PermanentFailure(
                FailureCode.UNKNOWN_DEAD_LETTER,
                "No artifact that a guard refused has the id " + id,
                others.isEmpty()
                        ? LIST
                        : "Each is released by its own id: "
                                + String.join(
                                        ", ",
                                        others.stream()
                                                .map(export -> export.manifest().id())
                                                .toList()));
    }

    /** @param asJob the job whose settings the replay named, or null */
    static PermanentFailure refused(ExportEntry export, @Nullable String asJob) {
        String id = export.manifest().id();
        return new PermanentFailure(
                FailureCode.EXPORT_REFUSED,
                "Export " + id + " was refused by its job's guard, which no replay lifts: "
                        + export.failure().message(),
                "Release it: dead-letters release " + id + (asJob == null ? "" : " --as " + asJob)
                        + " --reason \"…\"; or give it up: dead-letters discard " + id);
    }

    /** @param why the reason why nothing of the run is left */
    static PermanentFailure nothingLeft(Run run, String why) {
        return new PermanentFailure(
                FailureCode.NOTHING_LEFT,
                "Run " + run.id() + " has nothing left to replay: " + why,
                "See its exports: show " + run.id() + "; to take it off the list: dead-letters discard " + run.id());
    }

    static PermanentFailure unfinished(ExportEntry export) {
        return new PermanentFailure(
                FailureCode.RUN_UNFINISHED,
                "Run " + export.owner().runId() + " of " + export.manifest().id() + " is not finished yet",
                "Wait until it has ended: show " + export.owner().runId());
    }

    static PermanentFailure notReplayed(Run run, String job) {
        return noJob("Run " + run.id() + " is not replayed", job, "replay", run.id());
    }

    static PermanentFailure notReleased(ExportEntry export, String job) {
        String id = export.manifest().id();
        return noJob("Export " + id + " is not released", job, "release", id);
    }

    private static PermanentFailure noJob(String what, String job, String verb, String id) {
        return new PermanentFailure(
                FailureCode.UNKNOWN_JOB,
                what + ": there is no job " + job + " in exports.yaml",
                "Restore the job, or " + verb + " it with the settings of another one: dead-letters " + verb + " " + id
                        + " --as JOB, or give it up: dead-letters discard " + id);
    }
}
