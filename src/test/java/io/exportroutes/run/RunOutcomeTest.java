package io.exportroutes.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureNote;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.DeliveryPlan;
import io.exportroutes.ledger.DeliveryState;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportOwner;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Receipt;
import io.exportroutes.ledger.RunState;
import io.exportroutes.ledger.RunTally;
import io.exportroutes.ledger.Samples;
import io.exportroutes.ledger.SpooledBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a run ends: no state claims more than what arrived. */
class RunOutcomeTest {
    private final List<ExportEntry> exports = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();

    @Test
    void aRunIsASuccessOnlyWhereEachArtifactIsAtEachOfItsDestinations() {
        export("exp_1", ExportState.VERIFIED, DeliveryState.DELIVERED, DeliveryState.DELIVERED);
        export("exp_2", ExportState.VERIFIED, DeliveryState.DELIVERED);

        assertEnds(sweep(), RunState.SUCCEEDED, null);
        assertEnds(ofItsOwn(), RunState.SUCCEEDED, null);
    }

    @Test
    void aSweepThatFoundNothingIsASuccess() {
        assertEnds(sweep(), RunState.SUCCEEDED, null);
    }

    @ParameterizedTest
    @EnumSource(
            value = DeliveryState.class,
            names = {"DEAD", "DISCARDED"})
    void aDeliveryThatDidNotArriveMakesItPartialBesideOneThatDid(DeliveryState state) {
        export("exp_1", ExportState.VERIFIED, DeliveryState.DELIVERED, state);

        assertEnds(sweep(), RunState.PARTIAL, null);
        assertEnds(ofItsOwn(), RunState.PARTIAL, null);
    }

    @ParameterizedTest
    @EnumSource(
            value = ExportState.class,
            names = {"FAILED", "REFUSED", "DISCARDED"})
    void anArtifactThatDidNotArriveMakesItPartialBesideOneThatDid(ExportState state) {
        export("exp_1", ExportState.VERIFIED, DeliveryState.DELIVERED);
        export("exp_2", state, state == ExportState.DISCARDED ? DeliveryState.DISCARDED : DeliveryState.PENDING);

        boolean waits = state != ExportState.DISCARDED;
        @Nullable ExportFailure failure = assertEnds(sweep(), RunState.PARTIAL, waits ? "code of exp_2" : null);
        if (failure != null) {
            assertThat(failure).hasMessage("crm_database_export.zip (exp_2) is " + state + ": It broke");
        }
    }

    @Test
    void whatIsLostOutranksWhatFailedWhereSomethingArrived() {
        export("exp_1", ExportState.VERIFIED, DeliveryState.DELIVERED);
        export("exp_2", ExportState.FAILED, DeliveryState.PENDING);
        export("exp_3", ExportState.LOST);

        assertEnds(sweep(), RunState.PARTIAL, "exports_lost");
    }

    @ParameterizedTest
    @EnumSource(
            value = ExportState.class,
            names = {"FAILED", "REFUSED"})
    void itFailsWithTheReasonOfItsArtifactWhereNothingArrived(ExportState state) {
        export("exp_1", ExportState.LOST);
        export("exp_2", state, DeliveryState.PENDING);

        assertEnds(sweep(), RunState.FAILED, "code of exp_2");
        assertEnds(ofItsOwn(), RunState.FAILED, "code of exp_2");
    }

    @Test
    void itFailsWhereEachDeliveryIsDead() {
        export("exp_1", ExportState.VERIFIED, DeliveryState.DEAD, DeliveryState.DISCARDED);

        assertEnds(ofItsOwn(), RunState.FAILED, "no_destination_reached");
    }

    @Test
    void whatWasGivenUpByHandAltogetherIsSkipped() {
        export("exp_1", ExportState.VERIFIED, DeliveryState.DISCARDED);
        export("exp_2", ExportState.DISCARDED, DeliveryState.DISCARDED);

        assertEnds(sweep(), RunState.SKIPPED, "discarded");
    }

    @Test
    void aSweepThatLostAllItSawFailsWithTheirNames() {
        export("exp_1", ExportState.LOST);
        export("exp_2", ExportState.LOST, DeliveryState.DISCARDED);

        @Nullable ExportFailure failure = assertEnds(sweep(), RunState.FAILED, "exports_lost");

        assertThat(failure)
                .hasMessage("2 of 2 exports were gone before they could be archived: crm_database_export.zip (exp_1),"
                        + " crm_database_export.zip (exp_2)");
    }

    @Test
    void aSweepThatLostSomeIsPartialAndNamesTheFirstFive() {
        export("exp_0", ExportState.VERIFIED, DeliveryState.DELIVERED);
        IntStream.rangeClosed(1, 7).forEach(number -> export("exp_" + number, ExportState.LOST));

        @Nullable ExportFailure failure = assertEnds(sweep(), RunState.PARTIAL, "exports_lost");

        assertThat(failure)
                .hasMessageStartingWith("7 of 8 exports were gone")
                .hasMessageContaining("(exp_5) and 2 more")
                .hasMessageNotContainingAny("exp_6", "exp_0");
    }

    @Test
    void whatARunOfItsOwnRenewedCountsForNothing() {
        export("exp_1", ExportState.LOST, DeliveryState.DISCARDED);
        assertThat(ofItsOwn().isOver()).as("a new one is to be asked for").isFalse();

        export("exp_2", ExportState.VERIFIED, DeliveryState.DELIVERED);

        assertEnds(ofItsOwn(), RunState.SUCCEEDED, null);
    }

    @Test
    void itIsNotOverWhileAnythingIsStillToBeDone() {
        export("exp_1", ExportState.VERIFIED, DeliveryState.DELIVERED, DeliveryState.SENDING);
        assertThat(sweep().isOver()).isFalse();
        deliveries.clear();
        export("exp_2", ExportState.TAKEN);
        assertThat(sweep().isOver()).isFalse();
    }

    @Test
    void aDeadlineThatCutEveryDeliveryIsNamed() {
        export("exp_1", ExportState.VERIFIED);
        deliveries.add(delivery("exp_1", 0, DeliveryState.DEAD, "deadline"));

        assertEnds(ofItsOwn(), RunState.FAILED, "deadline");
    }

    private static @Nullable ExportFailure assertEnds(RunOutcome outcome, RunState state, @Nullable String code) {
        assertThat(outcome.isOver()).isTrue();
        assertThat(outcome.state()).isEqualTo(state);
        @Nullable ExportFailure failure = outcome.failure();
        assertThat(failure == null ? null : failure.code()).isEqualTo(code);
        return failure;
    }

    private RunOutcome sweep() {
        return new RunOutcome("r1", "job", true, tally());
    }

    private RunOutcome ofItsOwn() {
        return new RunOutcome("r1", "job", false, tally());
    }

    /** As the ledger counts them ({@code SummariesContract}). */
    private RunTally tally() {
        return new RunTally(
                exports.stream().collect(Collectors.groupingBy(ExportEntry::state, Collectors.counting())),
                new RunTally.DeliveryTally(
                        deliveries.stream().collect(Collectors.groupingBy(Delivery::state, Collectors.counting())),
                        exports.stream().filter(this::isEverywhere).count(),
                        deliveries.stream().filter(this::isOpen).count(),
                        deliveries.stream()
                                .filter(delivery ->
                                        "deadline".equals(delivery.failure().code()))
                                .count()),
                exports.stream().filter(RunOutcomeTest::waits).findFirst().orElse(null),
                exports.stream()
                        .filter(export -> export.state() == ExportState.LOST)
                        .limit(RunTally.MOST_LOST)
                        .toList());
    }

    private boolean isEverywhere(ExportEntry export) {
        return export.state() == ExportState.VERIFIED
                && of(export).findAny().isPresent()
                && of(export).allMatch(delivery -> delivery.state() == DeliveryState.DELIVERED);
    }

    private boolean isOpen(Delivery delivery) {
        return !delivery.state().settled()
                && exports.stream()
                        .noneMatch(export -> waits(export) && of(export).anyMatch(delivery::equals));
    }

    private Stream<Delivery> of(ExportEntry export) {
        return deliveries.stream()
                .filter(delivery -> delivery.exportId().equals(export.manifest().id()));
    }

    private static boolean waits(ExportEntry export) {
        return export.state() == ExportState.FAILED || export.state() == ExportState.REFUSED;
    }

    private void export(String id, ExportState state, DeliveryState... states) {
        String code = "code of " + id;
        exports.add(new ExportEntry(
                Samples.manifest(id),
                new ExportOwner("crm", "r1", null, null),
                state,
                SpooledBytes.NONE,
                new FailureNote(code, "It broke", "Fix it")));
        for (int index = 0; index < states.length; index++) {
            deliveries.add(delivery(id, index, states[index], null));
        }
    }

    private static Delivery delivery(String id, int number, DeliveryState state, @Nullable String code) {
        return new Delivery(
                new DeliveryPlan(id, "d" + number, "r1", "key"),
                state,
                1,
                Receipt.NONE,
                new FailureNote(code, null, null));
    }
}
