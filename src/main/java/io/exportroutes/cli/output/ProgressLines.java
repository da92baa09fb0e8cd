package io.exportroutes.cli.output;

import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.value.Visible;
import io.exportroutes.view.Formats;
import io.exportroutes.view.RunView;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One plain line for each thing that happens. */
public final class ProgressLines implements Progress {
    private final PrintWriter out;
    private final Set<String> said = new HashSet<>();

    public ProgressLines(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void show(List<RunView> views) {
        for (RunView view : views) {
            run(view.run());
            view.exports().forEach(export -> export(view.run(), export));
            view.deliveries().forEach(delivery -> delivery(view.run(), delivery));
            if (view.settled()) {
                say(
                        view.run(),
                        "is " + view.run().state() + took(view.run())
                                + because(view.run().failure().message()));
            }
        }
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }

    private void run(Run run) {
        if (run.state() == RunState.QUEUED) {
            say(run, "is queued as run " + run.id());
        } else if (run.progress().startedAt() != null) {
            say(run, "begun as run " + run.id());
        }
    }

    private void export(Run run, ExportEntry export) {
        String id = export.manifest().id();
        say(run, id + " is there (" + export.manifest().scope().kind() + ")");
        switch (export.state()) {
            case TAKEN -> {}
            case VERIFIED ->
                say(
                        run,
                        id + " verified, " + Formats.size(export.bytes().size()) + ", SHA-256 "
                                + export.bytes().sha256());
            case REFUSED, LOST, FAILED, DISCARDED ->
                say(run, id + " is " + export.state() + because(export.failure().message()));
        }
    }

    private void delivery(Run run, Delivery delivery) {
        String name = delivery.exportId() + " to " + delivery.destination();
        switch (delivery.state()) {
            case PENDING -> {}
            case SENDING -> sending(run, delivery, name);
            case DELIVERED ->
                say(run, name + " delivered: " + delivery.receipt().location() + attempts(delivery));
            case DEAD ->
                say(
                        run,
                        name + " is a dead letter" + attempts(delivery)
                                + because(delivery.failure().message()));
            case DISCARDED -> say(run, name + " discarded");
        }
    }

    private void sending(Run run, Delivery delivery, String name) {
        if (delivery.failure().message() == null) {
            say(run, name + " begun");
        } else {
            say(
                    run,
                    name + " failed and is retried" + attempts(delivery)
                            + because(delivery.failure().message()));
        }
    }

    private static String attempts(Delivery delivery) {
        return delivery.attempts() > 1 ? " (attempt " + delivery.attempts() + ")" : "";
    }

    private static String took(Run run) {
        String took = Formats.between(run.progress().startedAt(), run.progress().finishedAt());
        return took == null ? "" : " after " + took;
    }

    private static String because(@Nullable String error) {
        return error == null ? "" : ": " + error;
    }

    private void say(Run run, String what) {
        String line = run.job() + ": " + Visible.text(what);
        if (said.add(line)) {
            out.println(line);
        }
    }
}
