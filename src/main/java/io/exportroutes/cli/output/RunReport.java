package io.exportroutes.cli.output;

import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Run;
import io.exportroutes.value.Visible;
import io.exportroutes.view.Formats;
import io.exportroutes.view.RunView;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The results of runs, for people: the copies and their locations, then the failures and their remedies. */
public final class RunReport {
    static final Column[] COLUMNS = {
        Column.id("EXPORT"),
        Column.id("DESTINATION"),
        Column.whole("STATE"),
        Column.path("LOCATION"),
        Column.whole("SIZE").leftOut(3),
        Column.whole("SHA-256").leftOut(1),
        Column.whole("ATTEMPTS").leftOut(2)
    };

    private final PrintWriter out;
    private final int width;

    /** @param width of the terminal, or 0 without one */
    public RunReport(PrintWriter out, int width) {
        this.out = out;
        this.width = width;
    }

    public void print(List<RunView> views) {
        for (RunView view : views) {
            heading(view.run());
            if (view.exports().isEmpty()) {
                out.println("  no artifact");
            } else if (width > 0 && view.exports().size() == 1) {
                export(view, view.exports().get(0));
            } else {
                exports(view);
            }
            trouble(view);
        }
    }

    private void heading(Run run) {
        String took = Formats.between(run.progress().startedAt(), run.progress().finishedAt());
        out.println(run.job() + " " + run.state() + (took == null ? "" : " in " + took) + ", run " + run.id());
    }

    /** On a terminal, the facts of an only export are printed once, in full, above its deliveries. */
    private void export(RunView view, ExportEntry export) {
        String size = export.bytes().size() == null
                ? ""
                : ", " + Formats.size(export.bytes().size());
        out.println(Visible.text(export.manifest().id()) + " " + export.state() + size);
        if (export.bytes().sha256() != null) {
            out.println("SHA-256 " + export.bytes().sha256());
        }
        Table table = new Table(
                Column.id("DESTINATION"), Column.whole("STATE"), Column.whole("ATTEMPTS"), Column.path("LOCATION"));
        List<Delivery> deliveries = view.deliveriesOf(export);
        deliveries.forEach(delivery -> table.row(
                delivery.destination(),
                delivery.state(),
                delivery.attempts(),
                delivery.receipt().location()));
        if (!deliveries.isEmpty()) {
            table.print(out, width);
        }
    }

    private void exports(RunView view) {
        Table table = new Table(COLUMNS);
        for (ExportEntry export : view.exports()) {
            List<Delivery> deliveries = view.deliveriesOf(export);
            if (deliveries.isEmpty()) {
                table.row(
                        export.manifest().id(),
                        null,
                        export.state(),
                        null,
                        Formats.size(export.bytes().size()),
                        export.bytes().sha256(),
                        null);
            }
            deliveries.forEach(delivery -> table.row(cells(export, delivery)));
        }
        table.print(out, width);
    }

    private static @Nullable Object[] cells(ExportEntry export, Delivery delivery) {
        return new @Nullable Object[] {
            export.manifest().id(),
            delivery.destination(),
            delivery.state(),
            delivery.receipt().location(),
            Formats.size(export.bytes().size()),
            export.bytes().sha256(),
            delivery.attempts()
        };
    }

    private void trouble(RunView view) {
        Run run = view.run();
        if (run.failure().message() != null) {
            advise(run.id(), run.failure().message(), run.failure().hint());
        }
        String note = run.progress().history().note();
        if (note != null) {
            advise(run.id(), note, null);
        }
        @Nullable ExportEntry said = reportedByRun(view);
        for (ExportEntry export : view.exports()) {
            notArrived(export, !export.equals(said));
        }
        for (ExportEntry export : view.exports()) {
            view.deliveriesOf(export).stream()
                    .filter(delivery -> delivery.state() == DeliveryState.DEAD)
                    .forEach(delivery -> dead(export, delivery));
        }
    }

    private void notArrived(ExportEntry export, boolean withReason) {
        if (withReason && export.failure().message() != null) {
            String which = RunView.name(export) + " (" + export.manifest().id() + ")";
            advise(
                    which + " is " + export.state(),
                    export.failure().message(),
                    export.failure().hint());
        }
        if (export.state() == ExportState.REFUSED) {
            String id = Visible.text(export.manifest().id());
            out.println("  To deliver it:  export-routes dead-letters release " + id + " --reason \"…\"");
            out.println("  To give it up:  export-routes dead-letters discard " + id);
        }
    }

    private void dead(ExportEntry export, Delivery delivery) {
        advise(
                delivery.id(),
                String.valueOf(delivery.failure().message()),
                delivery.failure().hint());
        if (export.state() != ExportState.REFUSED) {
            out.println("  Once that is fixed: export-routes dead-letters replay " + Visible.text(delivery.id()));
        }
    }

    /** The export whose reason is also the run's: it is printed once. */
    private static @Nullable ExportEntry reportedByRun(RunView view) {
        String error = String.valueOf(view.run().failure().message());
        return view.exports().stream()
                .filter(export -> export.failure().message() != null
                        && error.endsWith(export.failure().message()))
                .findFirst()
                .orElse(null);
    }

    private void advise(String what, String error, @Nullable String hint) {
        out.println(WrappedText.of("", what + ": " + error, width));
        if (hint != null) {
            out.println(WrappedText.of("  ", hint, width));
        }
    }
}
