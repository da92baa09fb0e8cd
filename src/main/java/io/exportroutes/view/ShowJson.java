package io.exportroutes.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.exportroutes.api.CallTrace;
import io.exportroutes.api.Manifest;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportRequest;
import io.exportroutes.ledger.Release;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunHistory;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** All of one run, as {@code show --output json} prints it; programs read this, so its keys and their order stay as they are. */
public record ShowJson(
        @JsonUnwrapped Identity identity,
        @JsonUnwrapped Progress progress,
        List<Export> exports,
        @JsonUnwrapped ReasonJson reason,
        @JsonUnwrapped Replay replay) {
    record Identity(String run, String job, String project, String trigger, String state) {}

    record Progress(
            @JsonUnwrapped Times times, @JsonUnwrapped Request request) {}

    record Times(
            String scheduledFor,
            String createdAt,
            @Nullable String startedAt,
            @Nullable String requestedAt,
            @Nullable String finishedAt) {}

    record Request(
            @Nullable String fileName,
            int renewals,
            @JsonUnwrapped CallTrace trace) {}

    /** @param note why the last replay could not start */
    record Replay(
            @Nullable String replayedAt,
            @Nullable String asJob,
            @Nullable String note) {}

    record Export(
            @JsonUnwrapped Subject subject,
            @JsonUnwrapped Artifact artifact,
            List<Sent> deliveries,
            @Nullable Released release,
            @JsonUnwrapped ReasonJson reason) {
        static Export of(RunView view, ExportEntry export) {
            Manifest manifest = export.manifest();
            return new Export(
                    new Subject(
                            manifest.id(),
                            manifest.scope().kind(),
                            manifest.scope().table(),
                            manifest.scope().format(),
                            RunView.name(export)),
                    new Artifact(
                            export.state().name(),
                            export.bytes().size(),
                            export.bytes().sha256(),
                            Json.time(export.bytes().verifiedAt()),
                            Json.time(manifest.availability().expiresAt())),
                    view.deliveriesOf(export).stream().map(Sent::of).toList(),
                    Released.of(export.owner().release()),
                    ReasonJson.of(export.failure()));
        }
    }

    /** What was exported. */
    record Subject(
            String exportId,
            String kind,
            @Nullable String table,
            @Nullable String format,
            String name) {}

    /** @param size bytes */
    record Artifact(
            String state,
            @Nullable Long size,
            @Nullable String sha256,
            @Nullable String verifiedAt,
            @Nullable String expiresAt) {}

    /** The release of an artifact that a guard had refused. */
    record Released(String by, String at, String reason) {
        static @Nullable Released of(@Nullable Release release) {
            return release == null
                    ? null
                    : new Released(release.by(), release.at().toString(), release.reason());
        }
    }

    record Sent(
            String destination,
            String state,
            String key,
            @JsonUnwrapped Receipt receipt,
            @JsonUnwrapped ReasonJson reason) {
        static Sent of(Delivery delivery) {
            return new Sent(
                    delivery.destination(),
                    delivery.state().name(),
                    delivery.plan().key(),
                    new Receipt(
                            delivery.receipt().location(),
                            delivery.attempts(),
                            Json.time(delivery.receipt().deliveredAt()),
                            RunView.confirmation(delivery)),
                    ReasonJson.of(delivery.failure()));
        }
    }

    /** What came of it. */
    record Receipt(
            @Nullable String location,
            int attempts,
            @Nullable String deliveredAt,
            @Nullable String confirmation) {}

    public static ShowJson of(RunView view) {
        Run run = view.run();
        RunHistory history = run.progress().history();
        return new ShowJson(
                new Identity(
                        run.id(),
                        run.job(),
                        run.origin().project(),
                        run.origin().trigger(),
                        run.state().name()),
                new Progress(times(run), request(run.progress().request())),
                view.exports().stream().map(export -> Export.of(view, export)).toList(),
                ReasonJson.of(run.failure()),
                new Replay(Json.time(history.replayedAt()), history.asJob(), history.note()));
    }

    private static Times times(Run run) {
        return new Times(
                run.origin().scheduledFor().toString(),
                run.origin().createdAt().toString(),
                Json.time(run.progress().startedAt()),
                Json.time(run.progress().request().requestedAt()),
                Json.time(run.progress().finishedAt()));
    }

    private static Request request(ExportRequest request) {
        CallTrace trace = Objects.requireNonNullElse(request.trace(), new CallTrace(null, null, null));
        return new Request(request.fileName(), request.renewals(), trace);
    }
}
