package io.exportroutes.cli.output;

import io.exportroutes.api.CallTrace;
import io.exportroutes.api.Manifest;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.Release;
import io.exportroutes.ledger.Run;
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
        line("", "run", run.id());
        line("", "job", run.job() + " of project " + run.project());
        line("", "state", run.state());
        line("", "trigger", run.trigger());
        line("", "scheduled for", Formats.time(run.scheduledFor(), zone));
        line("", "queued", Formats.time(run.createdAt(), zone));
        line("", "started", Formats.time(run.startedAt(), zone));
        line("", "requested", Formats.time(run.requestedAt(), zone));
        line("", "finished", Formats.time(run.finishedAt(), zone));
        line("", "took", Formats.between(run.startedAt(), run.finishedAt()));
        line("", "file name", run.fileName());
        line("", "renewals", run.renewals() == 0 ? null : run.renewals());
        CallTrace trace = run.trace();
        if (trace != null) {
            line("", "request id", trace.requestId());
            line("", "operation run", trace.operationRunId());
            line("", "grouping", trace.operationGroupingStatus());
        }
        line("", "replayed", Formats.time(run.history().replayedAt(), zone));
        line("", "works as", run.history().asJob());
        trouble("", run.errorCode(), run.error(), run.hint());
        line("", "note", run.history().note());
    }

    private void export(ExportEntry export) {
        Manifest manifest = export.manifest();
        line("", "export", manifest.id());
        line("  ", "kind", manifest.format() == null ? manifest.kind() : manifest.kind() + ", " + manifest.format());
        line("  ", "table", manifest.table());
        line("  ", "name", RunView.name(export));
        line("  ", "state", export.state());
        line("  ", "created", Formats.time(manifest.createdAt(), zone));
        line("  ", "expires", Formats.time(manifest.expiresAt(), zone));
        line("  ", "verified", Formats.time(export.verifiedAt(), zone));
        Long size = export.size();
        line("  ", "size", size == null ? null : Formats.size(size) + " (" + size + " bytes)");
        line("  ", "SHA-256", export.sha256());
        Release release = export.release();
        if (release != null) {
            line(
                    "  ",
                    "released",
                    "by " + release.by() + ", " + Formats.time(release.at(), zone) + ": " + release.reason());
        }
        trouble("  ", export.errorCode(), export.error(), export.hint());
    }

    private void delivery(Delivery delivery) {
        line("  ", "delivery", delivery.id());
        line("    ", "state", delivery.state());
        line("    ", "key", delivery.key());
        line("    ", "location", delivery.location());
        line("    ", "delivered", Formats.time(delivery.deliveredAt(), zone));
        String confirmation = RunView.confirmation(delivery);
        String delivered = confirmation == null ? "not stated" : confirmation;
        line("    ", "confirmed by", delivery.state() == DeliveryState.DELIVERED ? delivered : null);
        line("    ", "attempts", delivery.attempts());
        trouble("    ", delivery.errorCode(), delivery.error(), delivery.hint());
    }

    private void trouble(String indent, @Nullable String code, @Nullable String error, @Nullable String hint) {
        line(indent, "error", error == null ? null : code + ": " + error);
        line(indent, "hint", hint);
    }

    private void line(String indent, String name, @Nullable Object value) {
        if (value != null) {
            String label = indent + name + " ".repeat(Math.max(1, 20 - indent.length() - name.length()));
            out.println(WrappedText.of(label, value.toString(), width));
        }
    }
}
