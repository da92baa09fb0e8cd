package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.api.Manifest;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.ForeignCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.RefusedFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Point 17: what a run of a hundred thousand exports has, without loading them. */
abstract class SummariesContract extends LedgerContract {
    @Test
    void aRunWithoutExportsHasNone() {
        begun("r1");

        RunTally tally = ledger.summaries().tally("r1");

        assertThat(tally)
                .isEqualTo(new RunTally(Map.of(), new RunTally.DeliveryTally(Map.of(), 0, 0, 0), null, List.of()));
        assertThat(tally.total()).isZero();
    }

    @Test
    void eachExportAndDeliveryIsCountedByItsState() {
        begun("r1");
        begun("r2");
        everywhere("exp_1");
        everywhere("exp_2");
        verified("exp_3");
        Unclaimed.of(ledger).deliveries().plan("exp_3", "r1", Map.of("archive", "k", "mirror", "k"), Map.of());
        delivered("exp_3", "mirror");
        Unclaimed.of(ledger)
                .deliveries()
                .markDead("exp_3", "archive", new PermanentFailure(FailureCode.DEADLINE, "It passed", "Raise it"));
        verified("exp_4"); // nothing is planned for it
        take("exp_5", "r1", null);
        take("exp_other", "r2", null);

        RunTally tally = ledger.summaries().tally("r1");

        assertThat(tally.exports()).containsOnly(Map.entry(ExportState.VERIFIED, 4L), Map.entry(ExportState.TAKEN, 1L));
        assertThat(tally.total()).isEqualTo(5);
        assertThat(tally.deliveries().byState())
                .containsOnly(Map.entry(DeliveryState.DELIVERED, 5L), Map.entry(DeliveryState.DEAD, 1L));
        assertThat(tally.deliveries().everywhere()).isEqualTo(2);
        assertThat(tally.deliveries().open()).isZero();
        assertThat(tally.deliveries().outOfTime()).isEqualTo(1);
    }

    @Test
    void aDeliveryIsOpenUnlessItsExportWaitsForSomebody() {
        begun("r1");
        undelivered("exp_1");
        undelivered("exp_2");
        undelivered("exp_3");
        Unclaimed.of(ledger).deliveries().markSending("exp_1", "mirror");
        Unclaimed.of(ledger).exports().fail("exp_2", new PermanentFailure(FailureCode.DEADLINE, "It is", "Look"));
        Unclaimed.of(ledger)
                .exports()
                .refuse(
                        "exp_3",
                        3,
                        "aa",
                        "node",
                        new RefusedFailure(new ForeignCode("guard"), "Too small", "Release it"));

        assertThat(ledger.summaries().tally("r1").deliveries().open()).isEqualTo(1);
        assertThat(ledger.summaries().withError("r1", FailureCode.DEADLINE)).isEqualTo(1);
        assertThat(ledger.summaries().withError("r2", FailureCode.DEADLINE)).isZero();
    }

    @Test
    void theFirstFailureAndTheFirstLostAreThereByName() {
        begun("r1");
        take("exp_later", "r1", Samples.NIGHT.plusSeconds(2));
        take("exp_sooner", "r1", Samples.NIGHT.plusSeconds(1));
        List.of("exp_later", "exp_sooner").forEach(id -> Unclaimed.of(ledger)
                .exports()
                .fail(id, new PermanentFailure(new ForeignCode("broken"), "It is", "Look")));
        IntStream.rangeClosed(1, 7).forEach(number -> Unclaimed.of(ledger)
                .exports()
                .recordLost(manifest("exp_lost_" + number, null), "crm", "r1", GONE, Spooled.PERHAPS));

        RunTally tally = ledger.summaries().tally("r1");

        assertThat(tally.failed())
                .isNotNull()
                .extracting(entry -> entry.manifest().id())
                .isEqualTo("exp_sooner");
        assertThat(tally.count(ExportState.LOST)).isEqualTo(7);
        assertThat(tally.lost())
                .extracting(entry -> entry.manifest().id())
                .containsExactly("exp_lost_1", "exp_lost_2", "exp_lost_3", "exp_lost_4", "exp_lost_5");
    }

    @Test
    void whatIsDueIsToBeDownloadedOrDelivered() {
        begun("r1");
        begun("r2");
        everywhere("exp_delivered");
        verified("exp_unplanned");
        undelivered("exp_open");
        take("exp_taken", "r1", Samples.NIGHT);
        take("exp_failed", "r1", null);
        Unclaimed.of(ledger)
                .exports()
                .fail("exp_failed", new PermanentFailure(new ForeignCode("broken"), "It is", "Look"));
        Unclaimed.of(ledger).exports().recordLost(manifest("exp_lost", null), "crm", "r1", GONE, Spooled.PERHAPS);
        take("exp_other", "r2", null);

        assertThat(ledger.summaries().due("r1", (export, destination) -> true))
                .as("what expires soonest first, then what never does")
                .containsExactly("exp_taken", "exp_open", "exp_unplanned");
        assertThat(ledger.summaries().ids("r1", Set.of(ExportState.FAILED))).containsExactly("exp_failed");
        assertThat(ledger.summaries().ids("r1", EnumSet.allOf(ExportState.class)))
                .hasSize(6);
    }

    @Test
    void aPageThatIsTakenLeavesToOthersWhatTheyHaveAndBringsAlongWhatWasPlanned() {
        ExportWriter exports = Unclaimed.of(ledger).exports();
        begun("r1");
        begun("r2");
        take("exp_theirs", "r2", null);
        begun("r3");
        take("exp_left", "r3", null);
        Unclaimed.of(ledger).deliveries().plan("exp_left", "r3", Map.of("mirror", "k"), Map.of());
        exports.fail("exp_left", new PermanentFailure(new ForeignCode("broken"), "It is", "Look"));
        Unclaimed.of(ledger).runs().settle("r3", RunState.FAILED, BROKEN);

        exports.takeAll(
                List.of(
                        manifest("exp_theirs", null),
                        manifest("exp_new", null),
                        manifest("exp_left", null),
                        Samples.fullManifest(),
                        manifest("exp_new", null)),
                "crm",
                "r1");

        assertThat(ledger.summaries().due("r1", (export, destination) -> true))
                .containsExactly("exp_1", "exp_left", "exp_new");
        assertThat(ledger.deliveries().ofRun("r1"))
                .extracting(delivery -> delivery.plan().key())
                .containsExactly("k");
        assertThat(ledger.exports().find("exp_theirs").orElseThrow().owner().runId())
                .isEqualTo("r2");
    }

    /** Its deliveries may be on their way, and it would ask for another one. */
    @Test
    void whatFailedInARunThatGoesOnIsNobodyElses() {
        begun("r1");
        begun("r2");
        take("exp_failing", "r2", null);
        Unclaimed.of(ledger)
                .exports()
                .fail("exp_failing", new PermanentFailure(new ForeignCode("broken"), "It is", "Look"));

        Unclaimed.of(ledger).exports().takeAll(List.of(manifest("exp_failing", null)), "crm", "r1");

        assertThat(ledger.exports().find("exp_failing").orElseThrow().owner().runId())
                .isEqualTo("r2");
        assertThat(Unclaimed.of(ledger)
                        .exports()
                        .recordLost(manifest("exp_failing", null), "crm", "r1", GONE, Spooled.PERHAPS))
                .isFalse();
    }

    @Test
    void whoAskedWithoutAnAnswerIsKnown() {
        begun("r1");
        begun("asking");
        Unclaimed.of(ledger).runs().markRequesting("asking", "crm");
        begun("answered");
        Unclaimed.of(ledger).runs().markRequesting("answered", "crm");
        take("exp_1", "answered", null);
        begun("refused");
        Unclaimed.of(ledger).runs().markRequesting("refused", "crm");
        Unclaimed.of(ledger).runs().markRefused("refused");
        begun("ended");
        Unclaimed.of(ledger).runs().markRequesting("ended", "crm");
        Instant end = clock.instant();
        Unclaimed.of(ledger).runs().settle("ended", RunState.FAILED, BROKEN);

        assertThat(ledger.runs().waiting("crm")).extracting(Run::id).containsExactly("asking");
        assertThat(ledger.runs().waiting("shop")).isEmpty();
        assertThat(ledger.runs().unanswered("crm", end))
                .extracting(Run::id)
                .containsExactlyInAnyOrder("asking", "ended");
        assertThat(ledger.runs().unanswered("crm", end.plus(Duration.ofSeconds(1))))
                .extracting(Run::id)
                .containsExactly("asking");
        Run refused = ledger.runs().find("refused").orElseThrow();
        assertThat(refused.progress().request().fileName()).isNull();
    }

    @Test
    void aSweepThatHasItsListingSaysSo() {
        begun("r1");
        assertThat(ledger.runs().find("r1").orElseThrow().progress().history().listedAt())
                .isNull();
        Unclaimed.of(ledger).runs().recordListing("r1");
        assertThat(ledger.runs().find("r1").orElseThrow().progress().history().listedAt())
                .isEqualTo(clock.instant());
    }

    @Test
    void deadLettersAreCountedAsTheyAreListed() {
        begun("r1");
        planned("exp_1");
        PermanentFailure full = new PermanentFailure(FailureCode.DISK_FULL, "It is full", "Make room");
        Unclaimed.of(ledger).deliveries().markDead("exp_1", "archive", full);
        Unclaimed.of(ledger).deliveries().markDead("exp_1", "mirror", full);
        take("exp_2", "r1", null);
        Unclaimed.of(ledger).exports().fail("exp_2", full);
        Unclaimed.of(ledger).runs().settle("r1", RunState.FAILED, full);
        begun("r2");
        Unclaimed.of(ledger).runs().settle("r2", RunState.FAILED, full);
        begun("r3");

        assertThat(ledger.summaries().deadLetters())
                .as("r1 is told of by what it has")
                .isEqualTo(new DeadLetterCounts(1, 1, 2));

        ledger.deliveries().discard("exp_1", "mirror");
        ledger.runs().discard("r2");
        assertThat(ledger.summaries().deadLetters()).isEqualTo(new DeadLetterCounts(0, 1, 1));
    }

    private void everywhere(String exportId) {
        planned(exportId);
        delivered(exportId, "mirror");
        delivered(exportId, "archive");
    }

    private void planned(String exportId) {
        verified(exportId);
        Unclaimed.of(ledger).deliveries().plan(exportId, "r1", Map.of("archive", "k", "mirror", "k"), Map.of());
    }

    private void undelivered(String exportId) {
        verified(exportId);
        Unclaimed.of(ledger).deliveries().plan(exportId, "r1", Map.of("mirror", "k"), Map.of());
    }

    private void verified(String exportId) {
        take(exportId, "r1", null);
        Unclaimed.of(ledger).exports().recordVerified(exportId, 3, "aa", "node");
    }

    private void delivered(String exportId, String destination) {
        Unclaimed.of(ledger).deliveries().markSending(exportId, destination);
        Unclaimed.of(ledger).deliveries().recordDelivered(exportId, destination, "there", null);
    }

    private void take(String exportId, String runId, @Nullable Instant expires) {
        Unclaimed.of(ledger).exports().take(manifest(exportId, expires), "crm", runId);
    }

    private static Manifest manifest(String id, @Nullable Instant expires) {
        return Samples.manifest(id, expires);
    }
}
