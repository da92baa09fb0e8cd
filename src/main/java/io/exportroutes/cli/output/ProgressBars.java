package io.exportroutes.cli.output;

import io.exportroutes.config.ExportKind;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.JobConfig;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.logging.LogOutput;
import io.exportroutes.spool.Spool;
import io.exportroutes.spool.SpoolFile;
import io.exportroutes.view.RunView;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/** A bar for the download and one for each delivery: in bytes, or for a sweep in artifacts. */
public final class ProgressBars implements Progress {
    private final Spool spool;
    private final ExportsConfig config;
    private final ProgressBarList bars = new ProgressBarList();

    public ProgressBars(Spool spool, ExportsConfig config) {
        this.spool = spool;
        this.config = config;
        LogOutput.hold();
    }

    @Override
    public void show(List<RunView> views) {
        for (RunView view : views) {
            String prefix = views.size() == 1 ? "" : view.run().job() + " ";
            JobConfig job = config.jobs().get(view.run().job());
            if (job != null && job.request().kind() == ExportKind.EXISTING) {
                artifacts(view, prefix);
            } else {
                view.artifacts().forEach(export -> bytes(view, export, prefix));
            }
        }
    }

    @Override
    public void close() {
        bars.close();
        LogOutput.release();
    }

    private void artifacts(RunView view, String prefix) {
        List<ExportEntry> artifacts = view.artifacts();
        long whole = artifacts.stream()
                .filter(export -> export.state() == ExportState.VERIFIED)
                .count();
        if (artifacts.isEmpty()) {
            return;
        }
        bars.count(prefix + "download", whole, artifacts.size());
        for (String destination : new TreeSet<>(
                view.deliveries().stream().map(Delivery::destination).toList())) {
            long settled = view.deliveries().stream()
                    .filter(delivery -> delivery.destination().equals(destination))
                    .filter(delivery -> delivery.state().settled())
                    .count();
            bars.count(prefix + destination, settled, artifacts.size());
        }
    }

    private void bytes(RunView view, ExportEntry export, String prefix) {
        List<SpoolFile.Progress> parties =
                spool.current(export.manifest().id()).map(SpoolFile::progress).orElse(List.of());
        for (SpoolFile.Progress party : parties) {
            if (party.done() > 0 || party.total() >= 0) {
                bars.bytes(prefix + party.name(), party.done(), party.total());
            }
        }
        Long size = export.bytes().size();
        if (export.state() == ExportState.VERIFIED && size != null) {
            bars.bytes(prefix + "download", size, size);
        }
        for (Delivery delivery : view.deliveriesOf(export)) {
            delivery(delivery, prefix + delivery.destination(), Objects.requireNonNullElse(size, -1L));
        }
    }

    private void delivery(Delivery delivery, String label, long size) {
        switch (delivery.state()) {
            case PENDING -> {}
            case SENDING -> bars.note(label, delivery.attempts() > 1 ? "attempt " + delivery.attempts() : "");
            case DELIVERED -> {
                bars.bytes(label, size, size);
                bars.note(label, "delivered");
            }
            case DEAD -> bars.note(label, "dead letter");
            case DISCARDED -> bars.note(label, "discarded");
        }
    }
}
