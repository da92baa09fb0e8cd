package io.exportroutes.web.page;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunParts;
import io.exportroutes.value.Visible;
import io.exportroutes.view.Formats;
import io.exportroutes.view.RunView;
import io.exportroutes.web.Answer;
import io.exportroutes.web.Backend;
import io.exportroutes.web.Call;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /runs/:run}: one run from its request to its last delivery. */
final class RunPage {
    private static final int EXPORTS = 100;

    private final Backend backend;
    private final Templates templates;

    RunPage(Backend backend, Templates templates) {
        this.backend = backend;
        this.templates = templates;
    }

    record View(
            RunRow row,
            Timeline timeline,
            @Nullable Trouble trouble,
            List<ExportRow> exports,
            @Nullable String next) {}

    record ExportRow(
            String name, Artifact artifact, @Nullable Trouble trouble, List<DeliveryRow> deliveries) {}

    record Artifact(
            String exportId,
            String state,
            @Nullable String size,
            @Nullable String sha256,
            @Nullable String requestId) {}

    record DeliveryRow(
            String destination,
            RunRow.State state,
            int attempts,
            @Nullable Arrival arrival,
            @Nullable Trouble trouble) {}

    record Arrival(
            @Nullable String location,
            @Nullable Moment at,
            @Nullable String confirmed) {}

    Answer show(Call call) {
        String id = call.parameter("run");
        Run run = backend.ledger()
                .runs()
                .find(id)
                .orElseThrow(() -> new PermanentFailure(
                        FailureCode.UNKNOWN_RUN,
                        "The ledger has no run " + Visible.text(id),
                        "Find it in the list of runs: /runs"));
        String after = call.query("after").orElse(null);
        RunView view = RunView.page(backend.ledger(), run, after, EXPORTS + 1);
        RunParts.Sums sums = backend.ledger().summaries().parts().sums(id, destinations(view));
        ZoneId zone = RunRow.zone(run, backend);
        List<ExportEntry> exports =
                view.exports().subList(0, Math.min(EXPORTS, view.exports().size()));
        boolean more = exports.size() < view.exports().size();
        return templates.page(
                call,
                "run",
                "Run " + id,
                path(id, after),
                new View(
                        RunRow.of(run, sums.counts(), sums.bytes(), backend),
                        Timeline.of(run, sums, zone, backend.clock().instant()),
                        Trouble.of(run.failure()),
                        exports.stream()
                                .map(export -> export(view, export, zone))
                                .toList(),
                        more ? path(id, exports.get(EXPORTS - 1).manifest().id()) : null));
    }

    private static String path(String run, @Nullable String after) {
        return Links.query("/runs/" + Links.encoded(run), Map.of("after", after == null ? "" : after));
    }

    /** All exports of a run go to the same ones. */
    private static List<String> destinations(RunView view) {
        return view.deliveries().stream()
                .map(Delivery::destination)
                .distinct()
                .sorted()
                .toList();
    }

    private static ExportRow export(RunView view, ExportEntry export, ZoneId zone) {
        return new ExportRow(
                RunView.name(export),
                new Artifact(
                        export.manifest().id(),
                        export.state().name(),
                        Formats.size(export.bytes().size()),
                        export.bytes().sha256(),
                        requestId(view.run())),
                Trouble.of(export.failure()),
                view.deliveriesOf(export).stream()
                        .map(delivery -> delivery(delivery, zone))
                        .toList());
    }

    private static @Nullable String requestId(Run run) {
        var trace = run.progress().request().trace();
        return trace == null ? null : trace.requestId();
    }

    private static DeliveryRow delivery(Delivery delivery, ZoneId zone) {
        return new DeliveryRow(
                delivery.destination(),
                new RunRow.State(delivery.state().name(), css(delivery.state())),
                delivery.attempts(),
                delivery.receipt().deliveredAt() == null
                        ? null
                        : new Arrival(
                                delivery.receipt().location(),
                                Moment.of(delivery.receipt().deliveredAt(), zone),
                                RunView.confirmation(delivery)),
                Trouble.of(delivery.failure()));
    }

    private static String css(DeliveryState state) {
        return switch (state) {
            case DELIVERED -> "good";
            case DEAD -> "bad";
            case DISCARDED -> "idle";
            default -> "live";
        };
    }
}
