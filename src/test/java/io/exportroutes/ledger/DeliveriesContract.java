package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.FailureNote;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class DeliveriesContract extends LedgerContract {
    private static final String SHA = "ab".repeat(32);

    @BeforeEach
    void planned() {
        transferring("r1", "exp_1");
        Unclaimed.of(ledger).deliveries().plan("exp_1", "r1", Map.of("archive", "a/key", "partner", "p/key"), Map.of());
    }

    @Test
    void whatFailedIsADeadLetterOfItsSettledRunUntilItIsDiscarded() {
        Unclaimed.of(ledger).exports().fail("exp_1", BROKEN);
        assertThat(ledger.exports().failed()).isEmpty();
        assertThat(ledger.exports().discard("exp_1")).isFalse();

        Unclaimed.of(ledger).runs().settle("r1", RunState.PARTIAL, null);

        assertThat(ledger.exports().failed())
                .extracting(entry -> entry.manifest().id())
                .containsExactly("exp_1");
        assertThat(ledger.exports().discard("exp_1")).isTrue();
        assertThat(ledger.exports().discard("exp_1")).isFalse();
        assertThat(ledger.exports().failed()).isEmpty();
        assertThat(exportState("exp_1")).isEqualTo(ExportState.DISCARDED);
        assertThat(deliveryState("exp_1", "archive")).isEqualTo(DeliveryState.DISCARDED);
    }

    @Test
    void whatIsDeadIsFoundByItsRunAndWhatFailedByItsIdToo() {
        transferring("r2", "exp_2");
        Unclaimed.of(ledger).deliveries().plan("exp_2", "r2", Map.of("archive", "b/key"), Map.of());
        Unclaimed.of(ledger).deliveries().markDead("exp_1", "archive", BROKEN);
        Unclaimed.of(ledger).deliveries().markDead("exp_2", "archive", BROKEN);
        Unclaimed.of(ledger).exports().fail("exp_1", BROKEN);
        Unclaimed.of(ledger).exports().fail("exp_2", BROKEN);
        Unclaimed.of(ledger).runs().settle("r1", RunState.PARTIAL, null);

        assertThat(ledger.deliveries().dead("r1")).extracting(Delivery::id).containsExactly("exp_1@archive");
        assertThat(ledger.exports().failed("r1"))
                .isEqualTo(ledger.exports().failed("exp_1"))
                .hasSize(1);
        assertThat(ledger.exports().failed("r2")).isEmpty();
        assertThat(ledger.exports().failed("exp_2")).isEmpty();
    }

    /** A repeat knows no better. */
    @Test
    void aDeliveryKeepsHowItWasConfirmed() {
        Unclaimed.of(ledger).exports().recordVerified("exp_1", 7, SHA, "node");
        for (String destination : List.of("archive", "partner")) {
            Unclaimed.of(ledger).deliveries().markSending("exp_1", destination);
        }
        Unclaimed.of(ledger).deliveries().recordDelivered("exp_1", "archive", "s3://there", Confirmation.DIGEST);
        Unclaimed.of(ledger).deliveries().recordDelivered("exp_1", "archive", "s3://there", Confirmation.SIZE);
        Unclaimed.of(ledger).deliveries().recordDelivered("exp_1", "partner", "sftp://there", null);

        assertThat(ledger.deliveries().ofExport("exp_1"))
                .extracting(delivery -> delivery.receipt().confirmation())
                .containsExactly(Confirmation.DIGEST, null);
    }

    @Test
    void aPlannedDeliveryIsPendingUnderItsKey() {
        assertThat(ledger.deliveries().find("exp_1", "archive"))
                .contains(new Delivery(
                        new DeliveryPlan("exp_1", "archive", "r1", "a/key"),
                        DeliveryState.PENDING,
                        0,
                        Receipt.NONE,
                        FailureNote.NONE));
        assertThat(ledger.deliveries().find("exp_1", "ops")).isEmpty();
        assertThat(ledger.deliveries().find("exp_2", "archive")).isEmpty();
    }

    @Test
    void anAttemptThatFailedIsCountedAndTheNextOneDelivers() {
        assertThat(Unclaimed.of(ledger).deliveries().markSending("exp_1", "archive"))
                .isEqualTo(1);
        Unclaimed.of(ledger).deliveries().recordFailedAttempt("exp_1", "archive", BROKEN);
        Delivery failed = ledger.deliveries().find("exp_1", "archive").orElseThrow();
        assertThat(failed.state()).isEqualTo(DeliveryState.SENDING);
        assertThat(failed.failure().code()).isEqualTo("stalled");
        assertThat(failed.failure().message()).isEqualTo("No byte for 60 s");
        assertThat(failed.failure().hint()).isEqualTo("It is retried");

        assertThat(Unclaimed.of(ledger).deliveries().markSending("exp_1", "archive"))
                .isEqualTo(2);
        Unclaimed.of(ledger).exports().recordVerified("exp_1", 7, SHA, "node");
        Unclaimed.of(ledger).deliveries().recordDelivered("exp_1", "archive", "s3://bucket/a/key", null);

        assertThat(ledger.deliveries().find("exp_1", "archive"))
                .contains(new Delivery(
                        new DeliveryPlan("exp_1", "archive", "r1", "a/key"),
                        DeliveryState.DELIVERED,
                        2,
                        new Receipt("s3://bucket/a/key", clock.instant(), null),
                        FailureNote.NONE));
    }

    @Test
    void nothingIsDeliveredBeforeItsExportIsVerified() {
        Unclaimed.of(ledger).deliveries().markSending("exp_1", "archive");

        assertThatThrownBy(() -> Unclaimed.of(ledger).deliveries().recordDelivered("exp_1", "archive", "x", null))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContainingAll("exp_1@archive", "VERIFIED");
        assertThat(deliveryState("exp_1", "archive")).isEqualTo(DeliveryState.SENDING);

        Unclaimed.of(ledger).exports().recordVerified("exp_1", 7, SHA, "node");
        Unclaimed.of(ledger).deliveries().recordDelivered("exp_1", "archive", "x", null);
        assertThat(deliveryState("exp_1", "archive")).isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    void nothingIsDeliveredThatWasNotSent() {
        Unclaimed.of(ledger).exports().recordVerified("exp_1", 7, SHA, "node");

        assertRefused(
                () -> Unclaimed.of(ledger).deliveries().recordDelivered("exp_1", "archive", "x", null),
                "Delivery exp_1@archive",
                "PENDING",
                "DELIVERED");
        assertRefused(
                () -> Unclaimed.of(ledger).deliveries().recordFailedAttempt("exp_1", "archive", BROKEN), "PENDING");
    }

    @Test
    void whatIsDeliveredStaysDelivered() {
        deliver("archive");
        Delivery delivered = ledger.deliveries().find("exp_1", "archive").orElseThrow();
        clock.advanceSeconds(9);

        Unclaimed.of(ledger).deliveries().recordDelivered("exp_1", "archive", "at/archive", null);
        assertRefused(
                () -> Unclaimed.of(ledger).deliveries().recordDelivered("exp_1", "archive", "elsewhere", null),
                "DELIVERED");
        assertRefused(() -> Unclaimed.of(ledger).deliveries().markSending("exp_1", "archive"), "DELIVERED", "SENDING");
        assertRefused(
                () -> Unclaimed.of(ledger).deliveries().markDead("exp_1", "archive", BROKEN), "DELIVERED", "DEAD");
        assertThat(Unclaimed.of(ledger).deliveries().putBack("exp_1", "archive"))
                .isFalse();
        assertThat(ledger.deliveries().discard("exp_1", "archive")).isFalse();
        assertThat(ledger.deliveries().find("exp_1", "archive")).contains(delivered);
    }

    @Test
    void aDeadLetterKeepsItsReasonAndMayBeReplayed() {
        Unclaimed.of(ledger).deliveries().markSending("exp_1", "archive");
        Unclaimed.of(ledger).deliveries().markDead("exp_1", "archive", BROKEN);

        assertThat(ledger.deliveries().dead()).extracting(Delivery::id).containsExactly("exp_1@archive");
        assertThat(ledger.deliveries().dead())
                .extracting(delivery -> delivery.failure().code())
                .containsExactly("stalled");
        assertRefused(() -> Unclaimed.of(ledger).deliveries().markSending("exp_1", "archive"), "DEAD", "SENDING");

        assertThat(Unclaimed.of(ledger).deliveries().putBack("exp_1", "archive"))
                .isFalse();
        assertThat(replay("exp_1", "archive")).isTrue();
        assertThat(replay("exp_1", "archive")).isFalse();
        assertThat(ledger.deliveries().dead()).isEmpty();
        assertThat(Unclaimed.of(ledger).deliveries().markSending("exp_1", "archive"))
                .isEqualTo(2);
    }

    @Test
    void whatWasBeingSentWhenTheProcessEndedIsPendingAgain() {
        Unclaimed.of(ledger).deliveries().markSending("exp_1", "archive");

        assertThat(Unclaimed.of(ledger).deliveries().putBack("exp_1", "archive"))
                .isTrue();
        assertThat(deliveryState("exp_1", "archive")).isEqualTo(DeliveryState.PENDING);
    }

    /** In one transaction: a crash leaves no delivery to be made that no run comes back to. */
    @Test
    void aRunIsReopenedTogetherWithWhatIsDeadOfIt() {
        Delivery dead = deadLetter();
        Unclaimed.of(ledger).runs().settle("r1", RunState.PARTIAL, null);

        assertThat(ledger.replays().reopen("r1", List.of(dead), null)).isTrue();

        assertThat(deliveryState("exp_1", "archive")).isEqualTo(DeliveryState.PENDING);
        assertThat(ledger.runs().find("r1").orElseThrow().state()).isEqualTo(RunState.QUEUED);
    }

    /** The replay came between the worker's look at the deliveries and its last word. */
    @Test
    void aRunIsNotConcludedOverADeliveryThatWasReplayedMeanwhile() {
        Delivery dead = deadLetter();
        assertThat(ledger.replays().reopen("r1", List.of(dead), null)).isFalse();

        assertThat(Unclaimed.of(ledger).runs().conclude("r1", RunState.PARTIAL, null))
                .isFalse();
        assertThat(ledger.runs().find("r1").orElseThrow().state().settled()).isFalse();

        Unclaimed.of(ledger).deliveries().markDead("exp_1", "archive", BROKEN);
        assertThat(Unclaimed.of(ledger).runs().conclude("r1", RunState.PARTIAL, null))
                .isTrue();
        assertThat(ledger.runs().find("r1").orElseThrow().state()).isEqualTo(RunState.PARTIAL);
    }

    /** Dead at one destination, delivered to the other. */
    private Delivery deadLetter() {
        Unclaimed.of(ledger).exports().recordVerified("exp_1", 5, "a".repeat(64), "node");
        Unclaimed.of(ledger).deliveries().markSending("exp_1", "partner");
        Unclaimed.of(ledger).deliveries().recordDelivered("exp_1", "partner", "sftp://there", null);
        Unclaimed.of(ledger).deliveries().markDead("exp_1", "archive", BROKEN);
        return ledger.deliveries().find("exp_1", "archive").orElseThrow();
    }

    /** Another node replayed it a moment ago and is sending it already. */
    @Test
    void aReplayThatComesTooLateDoesNotDisturbTheFirst() {
        Unclaimed.of(ledger).deliveries().markDead("exp_1", "archive", BROKEN);
        replay("exp_1", "archive");
        Unclaimed.of(ledger).deliveries().markSending("exp_1", "archive");

        assertThat(replay("exp_1", "archive")).isFalse();
        assertThat(deliveryState("exp_1", "archive")).isEqualTo(DeliveryState.SENDING);
    }

    @Test
    void onlyADeadLetterIsDiscarded() {
        assertThat(ledger.deliveries().discard("exp_1", "archive")).isFalse();
        Unclaimed.of(ledger).deliveries().markDead("exp_1", "archive", BROKEN);

        assertThat(ledger.deliveries().discard("exp_1", "archive")).isTrue();

        assertThat(Unclaimed.of(ledger).deliveries().putBack("exp_1", "archive"))
                .isFalse();
        assertThat(deliveryState("exp_1", "archive")).isEqualTo(DeliveryState.DISCARDED);
        assertThat(deliveryState("exp_1", "partner")).isEqualTo(DeliveryState.PENDING);
    }

    @Test
    void ofEightThatReplayOneDeadLetterOneWins() throws Exception {
        Unclaimed.of(ledger).deliveries().markDead("exp_1", "archive", BROKEN);

        assertThat(atOnce(() -> replay("exp_1", "archive"))).containsOnlyOnce(true);
    }

    @Test
    void eightAttemptsAtOnceAreAllCounted() throws Exception {
        assertThat(atOnce(() -> Unclaimed.of(ledger).deliveries().markSending("exp_1", "archive")))
                .containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void aDeliveryThatIsNotThereIsReported() {
        assertThatThrownBy(() -> Unclaimed.of(ledger).deliveries().markSending("exp_1", "ops"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("Delivery exp_1@ops is not in the ledger");
        assertThat(Unclaimed.of(ledger).deliveries().putBack("exp_1", "ops")).isFalse();
    }

    @Test
    void aRunSucceedsWhenAllItsDeliveriesAreDelivered() {
        deliver("archive");
        deliver("partner");

        Unclaimed.of(ledger).runs().settle("r1", RunState.SUCCEEDED, null);

        assertThat(state("r1")).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void aRunOfWhichADeliveryWasDiscardedIsNoSuccess() {
        deliver("archive");
        Unclaimed.of(ledger).deliveries().markDead("exp_1", "partner", BROKEN);
        ledger.deliveries().discard("exp_1", "partner");

        assertRefused(
                () -> Unclaimed.of(ledger).runs().settle("r1", RunState.SUCCEEDED, null), "TRANSFERRING", "SUCCEEDED");

        Unclaimed.of(ledger).runs().settle("r1", RunState.PARTIAL, null);
        assertThat(state("r1")).isEqualTo(RunState.PARTIAL);
    }

    private void deliver(String destination) {
        Unclaimed.of(ledger).deliveries().markSending("exp_1", destination);
        Unclaimed.of(ledger).exports().recordVerified("exp_1", 7, SHA, "node");
        Unclaimed.of(ledger).deliveries().recordDelivered("exp_1", destination, "at/" + destination, null);
    }
}
