package io.exportroutes.cli.output;

import io.exportroutes.api.CallTrace;
import io.exportroutes.api.Manifest;
import io.exportroutes.failure.FailureNote;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportRequest;
import io.exportroutes.ledger.Release;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunOrigin;
import io.exportroutes.ledger.RunProgress;
import io.exportroutes.view.Formats;
import io.exportroutes.view.RunView;
import java.io.PrintWriter;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** One run in full, for people: a line for each known fact. */
public final class RunDetails {
    private final PrintWriter out;
    private final ZoneId zone;
    private final int width = Terminal.width();

    public RunDetails(PrintWriter out, ZoneId zone) {
        this.out = out;
        this.zone = zone;
    }

    public void print(RunView view) {
        run(view.run());
        for (ExportEntry export : view.exports()) {
            out.println();
            export(export);
            view.deliveriesOf(export).forEach(this::delivery);
        }
    }

    private void run(Run run) {
        RunOrigin origin = run.origin();
        RunProgress progress = run.progress();
        line("", "run", run.id());
        line("", "job", origin.job() + " of project " + origin.project());
        line("", "state", run.state());
        line("", "trigger", origin.trigger());
        line("", "scheduled for", Formats.time(origin.scheduledFor(), zone));
        line("", "queued", Formats.time(origin.createdAt(), zone));
        line("", "started", Formats.time(progress.startedAt(), zone));
        line("", "requested", Formats.time(progress.request().requestedAt(), zone));
        line("", "finished", Formats.time(progress.finishedAt(), zone));
        line("", "took", Formats.between(progress.startedAt(), progress.finishedAt()));
        request(progress.request());
        line("", "replayed", Formats.time(progress.history().replayedAt(), zone));
        line("", "works as", progress.history().asJob());
        trouble("", run.failure());
        line("", "note", progress.history().note());
    }

    private void request(ExportRequest request) {
        line("", "file name", request.fileName());
        line("", "renewals", request.renewals() == 0 ? null : request.renewals());
        CallTrace trace = request.trace();
        if (trace != null) {
            line("", "request id", trace.requestId());
            line("", "operation run", trace.operationRunId());
            line("", "grouping", trace.operationGroupingStatus());
        }
    }

    private void export(ExportEntry export) {
        Manifest manifest = export.manifest();
        Manifest.Scope scope = manifest.scope();
        line("", "export", manifest.id());
        line("  ", "kind", scope.format() == null ? scope.kind() : scope.kind() + ", " + scope.format());
        line("  ", "table", scope.table());
        line("  ", "name", RunView.name(export));
        line("  ", "state", export.state());
        line("  ", "created", Formats.time(manifest.availability().createdAt(), zone));
        line("  ", "expires", Formats.time(manifest.availability().expiresAt(), zone));
        line("  ", "verified", Formats.time(export.bytes().verifiedAt(), zone));
        Long size = export.bytes().size();
        line("  ", "size", size == null ? null : Formats.size(size) + " (" + size + " bytes)");
        line("  ", "SHA-256", export.bytes().sha256());
        Release release = export.owner().release();
        if (release != null) {
            line(
                    "  ",
                    "released",
                    "by " + release.by() + ", " + Formats.time(release.at(), zone) + ": " + release.reason());
        }
        trouble("  ", export.failure());
    }

    private void delivery(Delivery delivery) {
        line("  ", "delivery", delivery.id());
        line("    ", "state", delivery.state());
        line("    ", "key", delivery.plan().key());
        line("    ", "location", delivery.receipt().location());
        line("    ", "delivered", Formats.time(delivery.receipt().deliveredAt(), zone));
        String confirmation = RunView.confirmation(delivery);
        String delivered = confirmation == null ? "not stated" : confirmation;
        line("    ", "confirmed by", delivery.state() == DeliveryState.DELIVERED ? delivered : null);
        line("    ", "attempts", delivery.attempts());
        trouble("    ", delivery.failure());
    }

    private void trouble(String indent, FailureNote failure) {
        line(indent, "error", failure.message() == null ? null : failure.code() + ": " + failure.message());
        line(indent, "hint", failure.hint());
    }

    private void line(String indent, String name, @Nullable Object value) {
        if (value != null) {
            String label = indent + name + " ".repeat(Math.max(1, 20 - indent.length() - name.length()));
            out.println(WrappedText.of(label, value.toString(), width));
        }
    }
}
