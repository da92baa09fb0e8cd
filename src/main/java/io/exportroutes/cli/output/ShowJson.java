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
                    manifest.scope().kind(),
                    manifest.scope().table(),
                    manifest.scope().format(),
                    RunView.name(export),
                    export.state().name(),
                    export.bytes().size(),
                    export.bytes().sha256(),
                    Json.time(export.bytes().verifiedAt()),
                    Json.time(manifest.availability().expiresAt()),
                    view.deliveriesOf(export).stream().map(Sent::of).toList(),
                    Released.of(export.owner().release()),
                    export.failure().code(),
                    export.failure().message(),
                    export.failure().hint());
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
                    delivery.plan().key(),
                    delivery.receipt().location(),
                    delivery.attempts(),
                    Json.time(delivery.receipt().deliveredAt()),
                    RunView.confirmation(delivery),
                    delivery.failure().code(),
                    delivery.failure().message(),
                    delivery.failure().hint());
        }
    }

    public static ShowJson of(RunView view) {
        Run run = view.run();
        CallTrace trace = run.progress().request().trace() == null
                ? new CallTrace(null, null, null)
                : run.progress().request().trace();
        return new ShowJson(
                run.id(),
                run.job(),
                run.origin().project(),
                run.origin().trigger(),
                run.state().name(),
                run.origin().scheduledFor().toString(),
                run.origin().createdAt().toString(),
                Json.time(run.progress().startedAt()),
                Json.time(run.progress().request().requestedAt()),
                Json.time(run.progress().finishedAt()),
                run.progress().request().fileName(),
                run.progress().request().renewals(),
                trace.requestId(),
                trace.operationRunId(),
                trace.operationGroupingStatus(),
                view.exports().stream().map(export -> Export.of(view, export)).toList(),
                run.failure().code(),
                run.failure().message(),
                run.failure().hint(),
                Json.time(run.progress().history().replayedAt()),
                run.progress().history().asJob(),
                run.progress().history().note());
    }
}
