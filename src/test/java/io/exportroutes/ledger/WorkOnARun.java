package io.exportroutes.ledger;

import io.exportroutes.api.CallTrace;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.value.Verified;
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
        writes.putAll(batchWrites());
        writes.put("RunWriter.note(2)", by -> by.ledger.runs().note(by.runId, "a note"));
        writes.put("RunWriter.revertReplay(2)", by -> by.ledger.runs().revertReplay(by.runId, BROKEN));
        return writes;
    }

    private static Map<String, Consumer<Stale>> runWrites() {
        Map<String, Consumer<Stale>> writes = new LinkedHashMap<>();
        writes.put("RunWriter.markRequesting(2)", by -> by.ledger.runs().markRequesting(by.runId, "name"));
        writes.put("RunWriter.markRefused(1)", by -> by.ledger.runs().markRefused(by.runId));
        writes.put(
                "RunWriter.recordTrace(2)",
                by -> by.ledger.runs().recordTrace(by.runId, new CallTrace("req", null, null)));
        writes.put("RunWriter.renew(3)", by -> by.ledger.runs().renew(by.runId, LedgerContract.GONE, Spooled.NOWHERE));
        writes.put("RunWriter.markTransferring(1)", by -> by.ledger.runs().markTransferring(by.runId));
        writes.put("RunWriter.settle(3)", by -> by.ledger.runs().settle(by.runId, RunState.FAILED, BROKEN));
        writes.put("RunWriter.conclude(3)", by -> by.ledger.runs().conclude(by.runId, RunState.FAILED, BROKEN));
        writes.put("RunWriter.recordListing(1)", by -> by.ledger.runs().recordListing(by.runId));
        writes.put("RunWriter.moveToProject(2)", by -> by.ledger.runs().moveToProject(by.runId, "shop"));
        return writes;
    }

    private static Map<String, Consumer<Stale>> exportWrites() {
        Map<String, Consumer<Stale>> writes = new LinkedHashMap<>();
        writes.put("ExportWriter.failUnfinished(2)", by -> by.ledger.exports().failUnfinished(by.runId, BROKEN));
        writes.put(
                "ExportWriter.takeAll(3)",
                by -> by.ledger.exports().takeAll(List.of(Samples.manifest("all of " + by.runId)), "crm", by.runId));
        writes.put(
                "ExportWriter.take(3)",
                by -> by.ledger.exports().take(Samples.manifest("new of " + by.runId), "crm", by.runId));
        writes.put(
                "ExportWriter.refresh(1)",
                by -> by.ledger.exports().refresh(Samples.manifest(by.exportId(), Samples.NIGHT.plusSeconds(9))));
        writes.put(
                "ExportWriter.recordVerified(4)",
                by -> by.ledger.exports().recordVerified(by.exportId(), 8, "b".repeat(64), "node"));
        writes.put("ExportWriter.recordLost(5)", by -> by.ledger
                .exports()
                .recordLost(
                        Samples.manifest("gone of " + by.runId),
                        "crm",
                        by.runId,
                        LedgerContract.GONE,
                        Spooled.NOWHERE));
        writes.putAll(writesAboutBytes());
        return writes;
    }

    private static Map<String, Consumer<Stale>> writesAboutBytes() {
        Map<String, Consumer<Stale>> writes = new LinkedHashMap<>();
        writes.put("ExportWriter.recordEncrypted(2)", by -> by.ledger
                .exports()
                .recordEncrypted(
                        new EncryptedArtifact(
                                by.exportId(), "set", new Verified(9, "c".repeat(64)), "a".repeat(64), "node"),
                        null));
        writes.put(
                "ExportWriter.refuse(5)",
                by -> by.ledger.exports().refuse(by.exportId(), 7, "a".repeat(64), "node", BROKEN));
        writes.put("ExportWriter.fail(2)", by -> by.ledger.exports().fail(by.exportId(), BROKEN));
        return writes;
    }

    private static Map<String, Consumer<Stale>> deliveryWrites() {
        Map<String, Consumer<Stale>> writes = new LinkedHashMap<>();
        writes.put(
                "DeliveryWriter.plan(4)",
                by -> by.ledger.deliveries().plan(by.exportId(), by.runId, Map.of("partner", "key"), Map.of()));
        writes.put("DeliveryWriter.holdKeys(2)", by -> by.ledger.deliveries().holdKeys(by.exportId(), Map.of()));
        writes.put("DeliveryWriter.markSending(2)", by -> by.ledger.deliveries().markSending(by.exportId(), "archive"));
        writes.put(
                "DeliveryWriter.recordFailedAttempt(3)",
                by -> by.ledger.deliveries().recordFailedAttempt(by.exportId(), "archive", BROKEN));
        writes.put("DeliveryWriter.recordDelivered(4)", by -> by.ledger
                .deliveries()
                .recordDelivered(by.exportId(), "archive", "s3://there", Confirmation.SIZE));
        writes.put(
                "DeliveryWriter.markDead(3)", by -> by.ledger.deliveries().markDead(by.exportId(), "archive", BROKEN));
        writes.put(
                "DeliveryWriter.failUnfinished(2)", by -> by.ledger.deliveries().failUnfinished(by.runId, BROKEN));
        writes.put("DeliveryWriter.putBack(2)", by -> by.ledger.deliveries().putBack(by.exportId(), "archive"));
        return writes;
    }

    private static Map<String, Consumer<Stale>> batchWrites() {
        Map<String, Consumer<Stale>> writes = new LinkedHashMap<>();
        writes.put("BatchWriter.recordVerified(2)", by -> by.ledger
                .batches()
                .recordVerified(Map.of(by.exportId(), new Verified(8, "b".repeat(64))), "node"));
        writes.put("BatchWriter.recordVerified(3)", by -> by.ledger
                .batches()
                .recordVerified(Map.of(by.exportId(), new Verified(8, "b".repeat(64))), "node", Map.of()));
        writes.put(
                "BatchWriter.plan(3)",
                by -> by.ledger.batches().plan(by.runId, Map.of(by.exportId(), Map.of("partner", "key")), Map.of()));
        writes.put(
                "BatchWriter.markSending(2)", by -> by.ledger.batches().markSending(List.of(by.exportId()), "archive"));
        writes.put("BatchWriter.recordDelivered(2)", by -> by.ledger
                .batches()
                .recordDelivered(Map.of(by.exportId(), new Receipt("s3://there", null, null)), "archive"));
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
