package io.exportroutes.cli.output;

import io.exportroutes.api.CallTrace;
import io.exportroutes.api.Manifest;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.Release;
import io.exportroutes.ledger.Run;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All of one run, as {@code show --output json} prints it. */
public record ShowJson(
        String run,
        String job,
        String project,
        String trigger,
        String state,
        String scheduledFor,
        String createdAt,
        @Nullable String startedAt,
        @Nullable String requestedAt,
        @Nullable String finishedAt,
        @Nullable String fileName,
        int renewals,
        @Nullable String requestId,
        @Nullable String operationRunId,
        @Nullable String operationGroupingStatus,
        List<Export> exports,
        @Nullable String errorCode,
        @Nullable String error,
        @Nullable String hint,
        @Nullable String replayedAt,
        @Nullable String asJob,
        @Nullable String note) {
    record Export(
            String exportId,
            String kind,
            @Nullable String table,
            @Nullable String format,
            String name,
            String state,
            @Nullable Long size,
            @Nullable String sha256,
            @Nullable String verifiedAt,
            @Nullable String expiresAt,
            List<Sent> deliveries,
            @Nullable Released release,
            @Nullable String errorCode,
            @Nullable String error,
            @Nullable String hint) {
        public static Export of(RunView view, ExportEntry export) {
            Manifest manifest = export.manifest();
            return new Export(
                    manifest.id(),
                    manifest.kind(),
                    manifest.table(),
                    manifest.format(),
                    RunView.name(export),
                    export.state().name(),
                    export.size(),
                    export.sha256(),
                    Json.time(export.verifiedAt()),
                    Json.time(manifest.expiresAt()),
                    view.deliveriesOf(export).stream().map(Sent::of).toList(),
                    Released.of(export.release()),
                    export.errorCode(),
                    export.error(),
                    export.hint());
        }
    }

    /** The release of an artifact that a guard had refused. */
    record Released(String by, String at, String reason) {
        public static @Nullable Released of(@Nullable Release release) {
            return release == null
                    ? null
                    : new Released(release.by(), release.at().toString(), release.reason());
        }
    }

    record Sent(
            String destination,
            String state,
            String key,
            @Nullable String location,
            int attempts,
            @Nullable String deliveredAt,
            @Nullable String confirmation,
            @Nullable String errorCode,
            @Nullable String error,
            @Nullable String hint) {
        public static Sent of(Delivery delivery) {
            return new Sent(
                    delivery.destination(),
                    delivery.state().name(),
                    delivery.key(),
                    delivery.location(),
                    delivery.attempts(),
                    Json.time(delivery.deliveredAt()),
                    RunView.confirmation(delivery),
                    delivery.errorCode(),
                    delivery.error(),
                    delivery.hint());
        }
    }

    public static ShowJson of(RunView view) {
        Run run = view.run();
        CallTrace trace = run.trace() == null ? new CallTrace(null, null, null) : run.trace();
        return new ShowJson(
                run.id(),
                run.job(),
                run.project(),
                run.trigger(),
                run.state().name(),
                run.scheduledFor().toString(),
                run.createdAt().toString(),
                Json.time(run.startedAt()),
                Json.time(run.requestedAt()),
                Json.time(run.finishedAt()),
                run.fileName(),
                run.renewals(),
                trace.requestId(),
                trace.operationRunId(),
                trace.operationGroupingStatus(),
                view.exports().stream().map(export -> Export.of(view, export)).toList(),
                run.errorCode(),
                run.error(),
                run.hint(),
                Json.time(run.history().replayedAt()),
                run.history().asJob(),
                run.history().note());
    }
}
