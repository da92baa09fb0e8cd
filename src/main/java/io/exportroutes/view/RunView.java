package io.exportroutes.view;

import io.exportroutes.ledger.Confirmation;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.Run;
import io.exportroutes.value.SafeName;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One run with all that the ledger knows of it, at one moment.
 *
 * @param byExport its deliveries by the id of their export, in the order of the ledger: a sweep may have a hundred thousand
 */
public record RunView(Run run, List<ExportEntry> exports, Map<String, List<Delivery>> byExport) {
    /** @param deliveries of the run, by their exports */
    public RunView(Run run, List<ExportEntry> exports, List<Delivery> deliveries) {
        this(run, exports, grouped(deliveries));
    }

    private static Map<String, List<Delivery>> grouped(List<Delivery> deliveries) {
        return deliveries.stream()
                .collect(Collectors.groupingBy(Delivery::exportId, LinkedHashMap::new, Collectors.toList()));
    }

    public static RunView of(Ledger ledger, Run run) {
        return new RunView(
                run, ledger.exports().ofRun(run.id()), ledger.deliveries().ofRun(run.id()));
    }

    /**
     * The run with some of its exports.
     *
     * @param after the id of the last export that is known already; null: from the first on
     */
    public static RunView page(Ledger ledger, Run run, @Nullable String after, int limit) {
        List<ExportEntry> exports = ledger.summaries().parts().exports(run.id(), after, limit);
        List<String> ids =
                exports.stream().map(export -> export.manifest().id()).toList();
        return new RunView(
                run,
                exports,
                ledger.deliveries().ofExports(ids).stream()
                        .filter(delivery -> delivery.plan().runId().equals(run.id()))
                        .sorted(Comparator.comparing(Delivery::exportId).thenComparing(Delivery::destination))
                        .toList());
    }

    public static Optional<RunView> find(Ledger ledger, String runId) {
        return ledger.runs().find(runId).map(run -> of(ledger, run));
    }

    public boolean settled() {
        return run.state().settled();
    }

    /** The exports that are, or may still become, an artifact: all but those that are {@link #lost}. */
    public List<ExportEntry> artifacts() {
        return exports.stream().filter(export -> !isLost(export)).toList();
    }

    /** The exports that were gone before they could be archived, or given up by hand. */
    public List<ExportEntry> lost() {
        return exports.stream().filter(RunView::isLost).toList();
    }

    private static boolean isLost(ExportEntry export) {
        return export.state() == ExportState.LOST || export.state() == ExportState.DISCARDED;
    }

    public List<Delivery> deliveries() {
        return byExport.values().stream().flatMap(List::stream).toList();
    }

    public List<Delivery> deliveriesOf(ExportEntry export) {
        return byExport.getOrDefault(export.manifest().id(), List.of());
    }

    /** The artifact's file name: the API's download_name, or its id, made safe. */
    public static String name(ExportEntry export) {
        String sent = export.manifest().artifact().downloadName();
        return SafeName.of(sent == null ? export.manifest().id() : sent);
    }

    /** How the destination confirmed a delivery, in a word; null if it did not, or did not say how. */
    public static @Nullable String confirmation(Delivery delivery) {
        Confirmation confirmation = delivery.receipt().confirmation();
        return confirmation == null ? null : confirmation.word();
    }

    public long count(DeliveryState state) {
        return deliveries().stream()
                .filter(delivery -> delivery.state() == state)
                .count();
    }
}
