package io.exportroutes.metrics;

import io.exportroutes.alarm.AlarmKind;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.ledger.Alarm;
import io.exportroutes.ledger.DeadLetterCounts;
import io.exportroutes.ledger.Ledger;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What waits for somebody: dead letters and open alarms, each kind from the beginning, at 0. */
final class LedgerMetrics {
    private static final String KIND = "kind";

    private final ExportsConfig config;
    private final Ledger ledger;
    private final GaugeFamily deadLetters;
    private final GaugeFamily alarms;
    private final GaugeFamily unread;

    LedgerMetrics(MeterRegistry registry, ExportsConfig config, Ledger ledger) {
        this.config = config;
        this.ledger = ledger;
        this.unread = new GaugeFamily(
                registry,
                "export.routes.read.back.oldest.timestamp.seconds",
                "When the copy that was not read back for longest was last seen to be good, or was delivered");
        this.deadLetters = new GaugeFamily(
                registry, "export.routes.dead.letters", "Dead letters, to be replayed, released or discarded");
        this.alarms = new GaugeFamily(registry, "export.routes.alarms", "Alarms that last");
    }

    void refresh() {
        DeadLetterCounts dead = ledger.summaries().deadLetters();
        deadLetters.set(Map.of(
                Tags.of(KIND, "run"), (double) dead.runs(),
                Tags.of(KIND, "artifact"), (double) dead.artifacts(),
                Tags.of(KIND, "delivery"), (double) dead.deliveries()));
        List<Alarm> open = ledger.alarms().open();
        alarms.set(Arrays.stream(AlarmKind.values())
                .map(AlarmKind::word)
                .collect(Collectors.toMap(word -> Tags.of(KIND, word), word -> (double) count(open, word))));
        readBacks();
    }

    /** A destination without copies has no value. */
    private void readBacks() {
        Map<Tags, Double> oldest = new HashMap<>();
        config.readBacks()
                .forEach((destination, policy) ->
                        ledger.deliveries().copies().readBacks().oldest(destination, policy.level()).values().stream()
                                .min(Instant::compareTo)
                                .ifPresent(time ->
                                        oldest.put(Tags.of("destination", destination), CopyMetrics.seconds(time))));
        unread.set(oldest);
    }

    private static long count(List<Alarm> open, String kind) {
        return open.stream()
                .filter(alarm -> alarm.subject().kind().equals(kind))
                .count();
    }
}
