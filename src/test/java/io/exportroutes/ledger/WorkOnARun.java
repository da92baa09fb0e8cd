package io.exportroutes.ledger;

import io.exportroutes.api.CallTrace;
import io.exportroutes.failure.TransientFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What the work on a run writes, each as the contract of the fence tries it; a rule compares them with all there are. */
public final class WorkOnARun {
    private static final TransientFailure BROKEN = LedgerContract.BROKEN;

    private WorkOnARun() {}

    /** Each as class, method and number of parameters. */
    public static Set<String> names() {
        return writes().keySet();
    }

    static Map<String, Consumer<Stale>> writes() {
        Map<String, Consumer<Stale>> writes = new LinkedHashMap<>();
        writes.putAll(runWrites());
        writes.putAll(exportWrites());
        writes.putAll(deliveryWrites());
        writes.put("Replays.note(2)", by -> by.ledger.replays().note(by.runId, "a note"));
        writes.put("Replays.unbegun(2)", by -> by.ledger.replays().unbegun(by.runId, BROKEN));
        return writes;
    }

    private static Map<String, Consumer<Stale>> runWrites() {
        Map<String, Consumer<Stale>> writes = new LinkedHashMap<>();
        writes.put("Runs.requesting(2)", by -> by.ledger.runs().requesting(by.runId, "name"));
        writes.put("Runs.refused(1)", by -> by.ledger.runs().refused(by.runId));
        writes.put("Runs.traced(2)", by -> by.ledger.runs().traced(by.runId, new CallTrace("req", null, null)));
        writes.put("Runs.renewing(3)", by -> by.ledger.runs().renewing(by.runId, LedgerContract.GONE, Spooled.NOWHERE));
        writes.put("Runs.transferring(1)", by -> by.ledger.runs().transferring(by.runId));
        writes.put("Runs.settle(3)", by -> by.ledger.runs().settle(by.runId, RunState.FAILED, BROKEN));
        writes.put("Runs.conclude(3)", by -> by.ledger.runs().conclude(by.runId, RunState.FAILED, BROKEN));
        writes.put("Runs.listed(1)", by -> by.ledger.runs().listed(by.runId));
        writes.put("Runs.moveToProject(2)", by -> by.ledger.runs().moveToProject(by.runId, "shop"));
        return writes;
    }

    private static Map<String, Consumer<Stale>> exportWrites() {
        Map<String, Consumer<Stale>> writes = new LinkedHashMap<>();
        writes.put("Exports.outOfTime(2)", by -> by.ledger.exports().outOfTime(by.runId, BROKEN));
        writes.put(
                "Exports.takeAll(3)",
                by -> by.ledger.exports().takeAll(List.of(Samples.manifest("all of " + by.runId)), "crm", by.runId));
        writes.put(
                "Exports.take(3)",
                by -> by.ledger.exports().take(Samples.manifest("new of " + by.runId), "crm", by.runId));
        writes.put(
                "Exports.refresh(1)",
                by -> by.ledger.exports().refresh(Samples.manifest(by.exportId(), Samples.NIGHT.plusSeconds(9))));
        writes.put("Exports.verified(4)", by -> by.ledger.exports().verified(by.exportId(), 8, "b".repeat(64), "node"));
        writes.put("Exports.lost(5)", by -> by.ledger
                .exports()
                .lost(Samples.manifest("gone of " + by.runId), "crm", by.runId, LedgerContract.GONE, Spooled.NOWHERE));
        writes.put(
                "Exports.refused(5)",
                by -> by.ledger.exports().refused(by.exportId(), 7, "a".repeat(64), "node", BROKEN));
        writes.put("Exports.failed(2)", by -> by.ledger.exports().failed(by.exportId(), BROKEN));
        return writes;
    }

    private static Map<String, Consumer<Stale>> deliveryWrites() {
        Map<String, Consumer<Stale>> writes = new LinkedHashMap<>();
        writes.put(
                "Deliveries.plan(3)",
                by -> by.ledger.deliveries().plan(by.exportId(), by.runId, Map.of("partner", "key")));
        writes.put("Deliveries.holdKeys(2)", by -> by.ledger.deliveries().holdKeys(by.exportId(), Map.of()));
        writes.put("Deliveries.sending(2)", by -> by.ledger.deliveries().sending(by.exportId(), "archive"));
        writes.put(
                "Deliveries.attemptFailed(3)",
                by -> by.ledger.deliveries().attemptFailed(by.exportId(), "archive", BROKEN));
        writes.put(
                "Deliveries.delivered(3)",
                by -> by.ledger.deliveries().delivered(by.exportId(), "archive", "s3://there"));
        writes.put(
                "Deliveries.delivered(4)",
                by -> by.ledger.deliveries().delivered(by.exportId(), "archive", "s3://there", Confirmation.SIZE));
        writes.put("Deliveries.dead(3)", by -> by.ledger.deliveries().dead(by.exportId(), "archive", BROKEN));
        writes.put("Deliveries.outOfTime(2)", by -> by.ledger.deliveries().outOfTime(by.runId, BROKEN));
        writes.put("Deliveries.pending(2)", by -> by.ledger.deliveries().pending(by.exportId(), "archive"));
        return writes;
    }

    /** Somebody who works on a run, or did so until another began it. */
    record Stale(ClaimedLedger ledger, String runId) {
        String exportId() {
            return export(runId);
        }
    }

    static String export(String runId) {
        return "export of " + runId;
    }
}
