package io.exportroutes.cli;

import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Run;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How runs ended, for people: what landed where, then what did not and what to do about it. */
final class RunReport {
    private final PrintWriter out;

    RunReport(PrintWriter out) {
        this.out = out;
    }

    void print(List<RunView> views) {
        for (RunView view : views) {
            heading(view.run());
            deliveries(view);
            trouble(view);
        }
    }

    private void heading(Run run) {
        String took = Shown.between(run.startedAt(), run.finishedAt());
        out.println(run.job() + " " + run.state() + (took == null ? "" : " in " + took) + ", run " + run.id());
    }

    private void deliveries(RunView view) {
        if (view.exports().isEmpty()) {
            out.println("  no artifact");
            return;
        }
        Table table = new Table("EXPORT", "DESTINATION", "STATE", "LOCATION", "SIZE", "SHA-256", "ATTEMPTS");
        for (ExportEntry export : view.exports()) {
            String id = export.manifest().id();
            List<Delivery> deliveries = view.deliveriesOf(export);
            if (deliveries.isEmpty()) {
                table.row(id, null, export.state(), null, Shown.size(export.size()), export.sha256(), null);
            }
            for (Delivery delivery : deliveries) {
                table.row(
                        id,
                        delivery.destination(),
                        delivery.state(),
                        delivery.location(),
                        Shown.size(export.size()),
                        export.sha256(),
                        delivery.attempts());
            }
        }
        table.print(out);
    }

    private void trouble(RunView view) {
        Run run = view.run();
        if (run.error() != null) {
            advise(run.id(), run.error(), run.hint());
        }
        for (ExportEntry export : view.exports()) {
            if (export.error() != null && !export.error().equals(run.error())) {
                advise(
                        "%s (%s) is %s"
                                .formatted(
                                        RunView.name(export), export.manifest().id(), export.state()),
                        export.error(),
                        export.hint());
            }
            if (export.state() == ExportState.REFUSED) {
                String id = export.manifest().id();
                out.println("  To let it out:  export-routes dead-letters release " + id + " --reason \"…\"");
                out.println("  To give it up:  export-routes dead-letters discard " + id);
            }
        }
        for (Delivery delivery : view.deliveries()) {
            if (delivery.state() == DeliveryState.DEAD) {
                advise(delivery.id(), String.valueOf(delivery.error()), delivery.hint());
                out.println("  Once that is mended: export-routes dead-letters replay " + delivery.id());
            }
        }
    }

    private void advise(String what, String error, @Nullable String hint) {
        out.println(what + ": " + Table.clean(error));
        if (hint != null) {
            out.println("  " + Table.clean(hint));
        }
    }
}
