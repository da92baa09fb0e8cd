package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.api.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

abstract class ExportsContract extends LedgerContract {
    private static final String SHA = "ab".repeat(32);
    private static final String OTHER = "cd".repeat(32);

    @Test
    void everyFactOfAManifestSurvives() {
        begun("r1");
        Manifest full = Samples.fullManifest();
        Manifest bare = new Manifest(
                "exp_2",
                new Manifest.Scope("x", null, null, null),
                new Manifest.Artifact(null, null, null, null, null),
                new Manifest.Availability("ready", null, null, null, null),
                "{}");

        Unclaimed.of(ledger).exports().take(full, "crm", "r1");
        Unclaimed.of(ledger).exports().take(bare, "crm", "r1");

        Manifest kept = ledger.exports().find("exp_1").orElseThrow().manifest();
        assertThat(kept)
                .usingRecursiveComparison()
                .ignoringFields("artifact.downloadName")
                .isEqualTo(full);
        assertThat(kept.artifact().downloadName()).isEqualTo("../../a\r\nb\uFFFD");
        ExportEntry entry = ledger.exports().find("exp_2").orElseThrow();
        assertThat(entry.manifest()).isEqualTo(bare);
        assertThat(entry.owner().firstJob()).isEqualTo(Samples.JOB);
        assertThat(entry).hasNoNullFieldsOrProperties();
        assertThat(entry.owner()).hasNoNullFieldsOrPropertiesExcept("release");
        assertThat(ledger.exports().find("exp_3")).isEmpty();
    }

    @Test
    void verifiedKeepsSizeHashAndTime() {
        transferring("r1", "exp_1");

        Unclaimed.of(ledger).exports().recordVerified("exp_1", 5_000_000_000L, SHA, "node");
        clock.advanceSeconds(5);
        Unclaimed.of(ledger).exports().recordVerified("exp_1", 5_000_000_000L, SHA, "node");

        ExportEntry entry = ledger.exports().find("exp_1").orElseThrow();
        assertThat(entry.bytes().size()).isEqualTo(5_000_000_000L);
        assertThat(entry.bytes().sha256()).isEqualTo(SHA);
        assertThat(entry.bytes().verifiedAt()).isEqualTo(clock.instant().minusSeconds(5));
    }

    @Test
    void otherBytesAreRefusedOnceADestinationHasTheFormerOnes() {
        transferring("r1", "exp_1");
        Unclaimed.of(ledger).deliveries().plan("exp_1", "r1", Map.of("archive", "k"), Map.of());
        Unclaimed.of(ledger).exports().recordVerified("exp_1", 1, SHA, "node");
        Unclaimed.of(ledger).exports().recordVerified("exp_1", 2, OTHER, "node");
        assertThat(ledger.exports().find("exp_1").orElseThrow().bytes().sha256())
                .isEqualTo(OTHER);

        Unclaimed.of(ledger).deliveries().markSending("exp_1", "archive");
        Unclaimed.of(ledger).deliveries().recordDelivered("exp_1", "archive", "s3://b/k", null);

        assertRefused(
                () -> Unclaimed.of(ledger).exports().recordVerified("exp_1", 1, SHA, "node"),
                "Export exp_1",
                "VERIFIED");
        Unclaimed.of(ledger).exports().recordVerified("exp_1", 2, OTHER, "node");
        assertThat(Unclaimed.of(ledger).exports().fail("exp_1", BROKEN)).isFalse();
        assertThat(exportState("exp_1")).isEqualTo(ExportState.VERIFIED);
    }

    @Test
    void anExportIsLostOnce() {
        begun("r1");

        assertThat(lose("exp_1", "r1")).isTrue();
        assertThat(lose("exp_1", "r1")).isFalse();

        ExportEntry entry = ledger.exports().find("exp_1").orElseThrow();
        assertThat(entry.state()).isEqualTo(ExportState.LOST);
        assertThat(entry.failure().code()).isEqualTo("export_expired");
        assertThat(entry.failure().message()).isEqualTo("It expired (request req_1)");
        assertThat(Unclaimed.of(ledger).exports().take(Samples.manifest("exp_1"), "crm", "r1"))
                .isFalse();
        assertRefused(() -> Unclaimed.of(ledger).exports().recordVerified("exp_1", 1, SHA, "node"), "LOST", "VERIFIED");
        assertRefused(() -> Unclaimed.of(ledger).exports().fail("exp_1", BROKEN), "LOST", "FAILED");
    }

    /** The bytes were on a node that died, and the API has them no longer. */
    @Test
    void whatWasVerifiedIsLostToItsRunWhileNoDestinationHasIt() {
        for (String id : List.of("exp_1", "exp_2")) {
            transferring("run of " + id, id);
            Unclaimed.of(ledger).exports().recordVerified(id, 1, SHA, "node");
        }
        Unclaimed.of(ledger).deliveries().plan("exp_2", "run of exp_2", Map.of("archive", "k"), Map.of());
        Unclaimed.of(ledger).deliveries().markSending("exp_2", "archive");
        Unclaimed.of(ledger).deliveries().recordDelivered("exp_2", "archive", "s3://b/k", null);

        assertThat(lose("exp_1", "run of exp_2")).isFalse();
        assertThat(lose("exp_1", "run of exp_1")).isTrue();
        assertThat(lose("exp_2", "run of exp_2")).isFalse();
        assertThat(exportState("exp_2")).isEqualTo(ExportState.VERIFIED);
    }

    @Test
    void ofEightThatLoseOneExportOneIsTheFirst() throws Exception {
        begun("r1");

        assertThat(atOnce(() -> lose("exp_1", "r1"))).containsOnlyOnce(true);
    }

    @Test
    void whatARunTookMayBeLostToItButNotToAnother() {
        transferring("r1", "exp_1");
        Unclaimed.of(ledger).deliveries().plan("exp_1", "r1", Map.of("archive", "k"), Map.of());
        begun("r2");

        assertThat(lose("exp_1", "r2")).isFalse();
        assertThat(exportState("exp_1")).isEqualTo(ExportState.TAKEN);
        assertThat(lose("exp_1", "r1")).isTrue();
        assertThat(deliveryState("exp_1", "archive")).isEqualTo(DeliveryState.DISCARDED);
    }

    @Test
    void aSweepPassesByWhatIsArchivedLostOrInHand() {
        transferring("r1", "exp_verified");
        for (String id : List.of("exp_failed", "exp_taken")) {
            Unclaimed.of(ledger).exports().take(Samples.manifest(id), "crm", "r1");
        }
        Unclaimed.of(ledger).exports().recordVerified("exp_verified", 1, SHA, "node");
        Unclaimed.of(ledger).exports().fail("exp_failed", BROKEN);
        lose("exp_lost", "r1");
        List<String> ids = new ArrayList<>(List.of("exp_verified", "exp_failed", "exp_taken", "exp_lost"));
        IntStream.range(0, 1_200).forEach(index -> ids.add("exp_new_" + index));

        assertThat(ledger.exports().knownExports("crm", ids))
                .as("what failed may still be owed by a run that goes on")
                .containsOnlyKeys("exp_verified", "exp_failed", "exp_taken", "exp_lost")
                .containsEntry("exp_lost", new KnownExport(ExportState.LOST, "ready"));
        assertThat(ledger.exports().knownExports("other", ids)).isEmpty();
        assertThat(ledger.exports().knownExports("crm", List.of())).isEmpty();

        Unclaimed.of(ledger).runs().settle("r1", RunState.FAILED, BROKEN);
        assertThat(ledger.exports().knownExports("crm", ids)).containsOnlyKeys("exp_verified", "exp_lost");
    }

    @Test
    void whatExpiresSoonestIsFirst() {
        begun("r1");
        Unclaimed.of(ledger).exports().take(Samples.manifest("exp_a", null), "crm", "r1");
        Unclaimed.of(ledger).exports().take(Samples.manifest("exp_b", Samples.NIGHT.plusSeconds(2)), "crm", "r1");
        Unclaimed.of(ledger).exports().take(Samples.manifest("exp_c", Samples.NIGHT.plusSeconds(1)), "crm", "r1");

        assertThat(ledger.exports().ofRun("r1"))
                .extracting(entry -> entry.manifest().id())
                .containsExactly("exp_c", "exp_b", "exp_a");
    }

    @Test
    void refreshKeepsTheLatestFactsAndNothingElse() {
        transferring("r1", "exp_1");
        Unclaimed.of(ledger).exports().recordVerified("exp_1", 1, SHA, "node");
        Manifest later = Samples.manifest("exp_1", Samples.NIGHT.plusSeconds(99));

        Unclaimed.of(ledger).exports().refresh(later);
        Unclaimed.of(ledger).exports().refresh(Samples.manifest("exp_unknown"));

        ExportEntry entry = ledger.exports().find("exp_1").orElseThrow();
        assertThat(entry.manifest()).isEqualTo(later);
        assertThat(entry.state()).isEqualTo(ExportState.VERIFIED);
        assertThat(entry.bytes().sha256()).isEqualTo(SHA);
        assertThat(ledger.exports().find("exp_unknown")).isEmpty();
    }

    @Test
    void theLastGoodExportIsTheJobsNewestVerifiedOneOfTheKind() {
        assertThat(ledger.exports().lastGood(Samples.JOB, "database_export")).isEmpty();
        transferring("r1", "exp_1");
        Unclaimed.of(ledger).exports().recordVerified("exp_1", 1, SHA, "node");
        clock.advanceSeconds(1);
        transferring("r2", "exp_2");
        Unclaimed.of(ledger).exports().recordVerified("exp_2", 2, SHA, "node");
        clock.advanceSeconds(1);
        transferring("r3", "exp_3");

        assertThat(ledger.exports().lastGood(Samples.JOB, "database_export"))
                .map(export -> export.bytes().size())
                .contains(2L);
        assertThat(ledger.exports().lastGood(Samples.JOB, "schema_export")).isEmpty();
        assertThat(ledger.exports().lastGood("other", "database_export")).isEmpty();
    }

    private boolean lose(String exportId, String runId) {
        return Unclaimed.of(ledger)
                .exports()
                .recordLost(Samples.manifest(exportId), "crm", runId, GONE, Spooled.NOWHERE);
    }
}
