package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.RefusedFailure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a guard refused. */
abstract class RefusalsContract extends LedgerContract {
    private static final String SHA = "ab".repeat(32);
    private static final RefusedFailure TOO_SMALL =
            new RefusedFailure(FailureCode.GUARD_MIN_SIZE, "It is small", "Release it");

    /** A run that ended, and the export of it that a guard refused while one destination was unreachable. */
    @BeforeEach
    void refused() {
        transferring("r1", "exp_1");
        Unclaimed.of(ledger).deliveries().plan("exp_1", "r1", Map.of("archive", "a", "partner", "p"), Map.of());
        Unclaimed.of(ledger).deliveries().markDead("exp_1", "partner", BROKEN);
        assertThat(Unclaimed.of(ledger).exports().refuse("exp_1", 7, SHA, "node", TOO_SMALL))
                .isTrue();
        Unclaimed.of(ledger).runs().settle("r1", RunState.FAILED, TOO_SMALL);
    }

    @Test
    void itKeepsItsReasonAndWhatIsKnownOfItsBytes() {
        ExportEntry entry = ledger.exports().find("exp_1").orElseThrow();

        assertThat(entry.state()).isEqualTo(ExportState.REFUSED);
        assertThat(entry.failure().code()).isEqualTo("guard_min_size");
        assertThat(entry.failure().message()).isEqualTo("It is small");
        assertThat(entry.failure().hint()).isEqualTo("Release it");
        assertThat(entry.bytes().size()).isEqualTo(7);
        assertThat(entry.bytes().sha256()).isEqualTo(SHA);
        assertThat(ledger.exports().refused()).containsExactly(entry);
        assertThat(ledger.exports().refused("exp_1"))
                .isEqualTo(ledger.exports().refused("r1"))
                .hasSize(1);
        assertThat(ledger.exports().refused("r2")).isEmpty();
    }

    @Test
    void noRunTakesItAndNoSweepSeesIt() {
        for (String run : List.of(begun("r2"), "r1")) {
            assertThat(Unclaimed.of(ledger).exports().take(Samples.manifest("exp_1"), "crm", run))
                    .isFalse();
        }
        assertThat(Unclaimed.of(ledger)
                        .exports()
                        .recordLost(Samples.manifest("exp_1"), "crm", "r2", GONE, Spooled.NOWHERE))
                .isFalse();
        assertThat(ledger.exports().knownExports("crm", List.of("exp_1")))
                .containsEntry("exp_1", new KnownExport(ExportState.REFUSED, "ready"));
        assertRefused(
                () -> Unclaimed.of(ledger).exports().recordVerified("exp_1", 7, SHA, "node"), "REFUSED", "VERIFIED");
        assertRefused(() -> Unclaimed.of(ledger).exports().fail("exp_1", BROKEN), "REFUSED", "FAILED");
        assertThat(exportState("exp_1")).isEqualTo(ExportState.REFUSED);
    }

    @Test
    void whatIsDeadOfItIsNoDeadLetterOfItsOwn() {
        assertThat(ledger.deliveries().dead()).isEmpty();
        assertThat(ledger.deliveries().dead("r1")).isEmpty();
        assertThat(replay("exp_1", "partner")).isFalse();
        assertThat(ledger.exports().failed()).isEmpty();
    }

    @Test
    void itIsNotTheLastGoodOne() {
        assertThat(ledger.exports().lastGood(Samples.JOB, "database_export")).isEmpty();
    }

    @Test
    void aReleaseIsRecordedAndReopensItsRunWithAllOfItsDeliveries() {
        assertThat(ledger.replays().release("exp_1", "Ada", "It is right", null))
                .isTrue();
        assertThat(ledger.replays().release("exp_1", "Bob", "Me too", null)).isFalse();

        ExportEntry entry = ledger.exports().find("exp_1").orElseThrow();
        assertThat(entry.state())
                .as("its bytes outrank what the API says from here on")
                .isEqualTo(ExportState.VERIFIED);
        assertThat(entry.bytes().verifiedAt()).isEqualTo(clock.instant());
        assertThat(entry.owner().release()).isEqualTo(new Release("Ada", clock.instant(), "It is right"));
        assertThat(entry.failure().message()).isNull();
        assertThat(entry.bytes().sha256()).isEqualTo(SHA);
        assertThat(state("r1")).isEqualTo(RunState.QUEUED);
        assertThat(ledger.deliveries().ofExport("exp_1"))
                .extracting(Delivery::state)
                .containsOnly(DeliveryState.PENDING);
        begin("r1");
        Unclaimed.of(ledger).exports().recordVerified("exp_1", 7, SHA, "node");
        assertThat(ledger.exports().find("exp_1").orElseThrow().owner().release())
                .isNotNull();
    }

    @Test
    void ofEightReleasesAtOnceOneCounts() throws Exception {
        assertThat(atOnce(() -> ledger.replays().release("exp_1", "Ada", "It is right", null)))
                .containsOnlyOnce(true);
    }

    /** Its bytes may be in a spool: only who knows that they are not may give it up. */
    @Test
    void aReleasedOneIsNotLostByAListing() {
        ledger.replays().release("exp_1", "Ada", "It is right", null);
        begin("r1");

        assertThat(Unclaimed.of(ledger)
                        .exports()
                        .recordLost(Samples.manifest("exp_1"), "crm", "r1", GONE, Spooled.PERHAPS))
                .isFalse();
        assertThat(Unclaimed.of(ledger)
                        .exports()
                        .recordLost(Samples.manifest("exp_1"), "crm", "r1", GONE, Spooled.NOWHERE))
                .isTrue();
    }

    /** As for any other verified export: what its replay cannot deliver is a dead letter, and stands in the list. */
    @Test
    void aReleasedOneWhoseRunCannotBeginIsADeadLetter() {
        ledger.replays().release("exp_1", "Ada", "It is right", null);
        begin("r1");

        assertThat(Unclaimed.of(ledger).runs().revertReplay("r1", BROKEN)).isTrue();

        assertThat(exportState("exp_1")).isEqualTo(ExportState.VERIFIED);
        assertThat(ledger.deliveries().dead("r1"))
                .extracting(Delivery::destination)
                .containsExactly("archive", "partner");
    }

    @Test
    void oneWhoseBytesAnOlderVersionForgotIsDownloadedAnew() throws Exception {
        update("update exports set size = null, sha256 = null where id = 'exp_1'");

        assertThat(ledger.replays().release("exp_1", "Ada", "It is right", null))
                .isTrue();

        assertThat(exportState("exp_1")).isEqualTo(ExportState.TAKEN);
    }

    @Test
    void nothingIsReleasedOrDiscardedWhileItsRunGoesOn() {
        ledger.replays().reopen("r1", List.of(), null);

        assertThat(ledger.exports().refused()).isEmpty();
        assertThat(ledger.replays().release("exp_1", "Ada", "It is right", null))
                .isFalse();
        assertThat(ledger.exports().discard("exp_1")).isFalse();
    }

    @Test
    void aDiscardEndsItForEver() {
        assertThat(ledger.exports().discard("exp_1")).isTrue();

        assertThat(exportState("exp_1")).isEqualTo(ExportState.DISCARDED);
        assertThat(ledger.deliveries().ofExport("exp_1"))
                .extracting(Delivery::state)
                .containsOnly(DeliveryState.DISCARDED);
        assertThat(ledger.replays().release("exp_1", "Ada", "It is right", null))
                .isFalse();
        begun("r2");
        assertThat(Unclaimed.of(ledger).exports().take(Samples.manifest("exp_1"), "crm", "r2"))
                .isFalse();
        assertThat(Unclaimed.of(ledger)
                        .exports()
                        .recordLost(Samples.manifest("exp_1"), "crm", "r2", GONE, Spooled.NOWHERE))
                .isFalse();
        assertThat(ledger.exports().knownExports("crm", List.of("exp_1"))).containsKey("exp_1");
    }

    @Test
    void whatADestinationHasIsRefusedNoMore() {
        transferring("r2", "exp_2");
        Unclaimed.of(ledger).deliveries().plan("exp_2", "r2", Map.of("archive", "a"), Map.of());
        Unclaimed.of(ledger).deliveries().markSending("exp_2", "archive");
        Unclaimed.of(ledger).exports().recordVerified("exp_2", 7, SHA, "node");
        Unclaimed.of(ledger).deliveries().recordDelivered("exp_2", "archive", "s3://b/a", null);

        assertThat(Unclaimed.of(ledger).exports().refuse("exp_2", 8, "cd".repeat(32), "node", TOO_SMALL))
                .isFalse();
        assertThat(exportState("exp_2")).isEqualTo(ExportState.VERIFIED);
    }

    @Test
    void aRunWithAnExportThatDidNotArriveIsNoSuccess() {
        transferring("r2", "exp_2");
        assertRefused(() -> Unclaimed.of(ledger).runs().settle("r2", RunState.SUCCEEDED, null), "SUCCEEDED");
        Unclaimed.of(ledger).exports().fail("exp_2", BROKEN);
        assertRefused(() -> Unclaimed.of(ledger).runs().settle("r2", RunState.SUCCEEDED, null), "SUCCEEDED");
        Unclaimed.of(ledger).exports().take(Samples.manifest("exp_2"), "crm", "r2");
        Unclaimed.of(ledger).exports().refuse("exp_2", 7, SHA, "node", TOO_SMALL);
        assertRefused(() -> Unclaimed.of(ledger).runs().settle("r2", RunState.SUCCEEDED, null), "SUCCEEDED");
    }
}
