package io.exportroutes.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.ForeignCode;
import io.exportroutes.failure.GoneFailure;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.RefusedFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.ledger.Samples;
import io.exportroutes.ledger.Spooled;
import io.exportroutes.ledger.Unclaimed;
import io.exportroutes.queue.QueueContract;
import io.exportroutes.testing.Background;
import io.exportroutes.view.DeadLetter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class DeadLettersContract extends QueueContract {
    private static final TransientFailure BROKEN =
            new TransientFailure(FailureCode.STALLED, "No byte for 60 s", "It is retried");

    private static final RefusedFailure REFUSED =
            new RefusedFailure(FailureCode.GUARD_MIN_SIZE, "It is small", "Release it");

    private DeadLetters deadLetters;

    /** Two failed runs: of each an artifact that failed and two deliveries that are dead. */
    @BeforeEach
    void failedRuns() {
        deadLetters = new DeadLetters(Set.of(Samples.JOB), ledger, queue("node", 1), Clock.systemUTC());
        failed("r1", "exp_1");
        failed("r2", "exp_2");
    }

    @Test
    void aFailedRunStaysADeadLetterHoweverManyRunsComeAfterIt() {
        Stream<Run> later = IntStream.range(0, 1_200)
                .mapToObj(index -> Samples.run("later" + index, Samples.JOB, Samples.NIGHT.plusSeconds(9)));
        Background.each(later, ledger.runs()::add);

        assertThat(deadLetters.runs()).hasSize(2).allMatch(run -> run.state() == RunState.FAILED);
    }

    @Test
    void aRunStandsForAllThatIsDeadOfItAndNothingElse() {
        assertThat(deadLetters.replay("r1")).containsExactly("r1");

        assertThat(dead()).containsExactly("exp_2@archive", "exp_2@partner");
    }

    @Test
    void oneDeliveryIsReplayedAlone() {
        assertThat(deadLetters.replay("exp_1@partner")).containsExactly("r1");

        assertThat(dead()).containsExactly("exp_1@archive", "exp_2@archive", "exp_2@partner");
    }

    @Test
    void anArtifactThatFailedPutsItsRunBackToWork() {
        assertThat(deadLetters.replay("exp_2")).containsExactly("r2");

        assertThat(deadLetters.runs()).extracting("id").containsExactly("r1");
    }

    @Test
    void theLastThatIsDiscardedGivesTheRunUp() {
        assertThat(deadLetters.discard(List.of("exp_1@archive"))).containsExactly("exp_1@archive");
        assertThat(deadLetters.discard(List.of("exp_1@partner"))).containsExactly("exp_1@partner");

        assertThat(deadLetters.discard(List.of("exp_1"))).containsExactly("exp_1", "r1");
    }

    /** A ledger in which an older version was interrupted between the two. */
    @Test
    void aPartialRunWithADeliveryThatNobodyMakesIsReplayed() {
        ledger.runs().add(Samples.run("r3"));
        Unclaimed.of(ledger).exports().take(Samples.manifest("exp_3"), "crm", "r3");
        Unclaimed.of(ledger).deliveries().plan("exp_3", "r3", Map.of("archive", "a/3"), Map.of());
        Unclaimed.of(ledger).exports().recordVerified("exp_3", 5, "a".repeat(64), "node");
        Unclaimed.of(ledger).runs().settle("r3", RunState.PARTIAL, null);

        assertThat(deadLetters.replay("r3")).containsExactly("r3");

        assertThat(ledger.runs().find("r3").orElseThrow().state()).isEqualTo(RunState.QUEUED);
    }

    @Test
    void whatIsNotDeadIsNotReplayed() {
        deadLetters.replay("r1");

        for (String id : List.of("r1", "exp_1@archive", "exp_1", "@", "exp_2@", "@archive", "exp_2@nowhere")) {
            assertThatThrownBy(() -> deadLetters.replay(id))
                    .isInstanceOf(PermanentFailure.class)
                    .hasMessageContaining(id);
        }
    }

    @Test
    void noReplayLiftsWhatAGuardRefused() {
        refused("r3", "exp_3");

        for (String id : List.of("r3", "exp_3", "exp_3@archive")) {
            assertThatThrownBy(() -> deadLetters.replay(id)).isInstanceOfSatisfying(PermanentFailure.class, failure -> {
                assertThat(failure.code()).isEqualTo("export_refused");
                assertThat(failure.hint()).contains("release exp_3", "discard exp_3");
            });
        }
        assertThat(ledger.runs().find("r3").orElseThrow().state()).isEqualTo(RunState.FAILED);
        ledger.replays().reopen("r3", List.of(), null);
        Unclaimed.of(ledger).runs().settle("r3", RunState.PARTIAL, null);
        assertThatThrownBy(() -> deadLetters.replay("r3")).hasMessageContaining("exp_3");
    }

    @Test
    void aReplayOfItsRunLeavesWhatAGuardRefusedWhereItIs() {
        Unclaimed.of(ledger).exports().take(Samples.manifest("exp_3"), "crm", "r1");
        Unclaimed.of(ledger).exports().refuse("exp_3", 7, "a".repeat(64), "node", REFUSED);

        assertThat(deadLetters.replay("r1")).containsExactly("r1");

        assertThat(ledger.exports().find("exp_3").orElseThrow().state()).isEqualTo(ExportState.REFUSED);
    }

    /** A replay would end as the last one did, for ever. */
    @Test
    void theLongRetriesPassByRunsOfWhichNothingIsLeftButWhatWasRefusedOrLost() {
        deadLetters.discard(List.of("r1", "r2"));
        refused("r3", "exp_3");
        lost("r4", "exp_4");
        assertThat(replayDue()).isEmpty();

        Unclaimed.of(ledger).exports().take(Samples.manifest("exp_5"), "crm", "r3");
        refused("r6", "exp_6");
        ledger.replays().reopen("r6", List.of(), null);
        Unclaimed.of(ledger).runs().settle("r6", RunState.FAILED, BROKEN);
        assertThat(replayDue())
                .as("r3 left one TAKEN, r6 failed for another reason")
                .containsExactly("r3", "r6");
    }

    @Test
    void aReleasePutsItsRunBackToWork() {
        refused("r3", "exp_3");
        assertThat(deadLetters.artifacts()).extracting(ExportEntry::state).contains(ExportState.REFUSED);

        assertThat(deadLetters.release("exp_3", "Ada", "It is right", null)).isEqualTo("r3");

        assertThat(ledger.runs().find("r3").orElseThrow().state()).isEqualTo(RunState.QUEUED);
        assertThat(ledger.exports().find("exp_3").orElseThrow().state()).isEqualTo(ExportState.VERIFIED);
        assertThatThrownBy(() -> deadLetters.release("exp_3", "Ada", "It is right", null))
                .isInstanceOf(PermanentFailure.class);
    }

    @Test
    void onlyWhatAGuardRefusedIsReleasedAndEachByItsOwnName() {
        refused("r3", "exp_3");

        for (String id : List.of("r3", "exp_1", "exp_1@archive", "nothing")) {
            assertThatThrownBy(() -> deadLetters.release(id, "Ada", "It is right", null))
                    .isInstanceOf(PermanentFailure.class)
                    .hasMessageContaining(id);
        }
        assertThatThrownBy(() -> deadLetters.release("r3", "Ada", "It is right", null))
                .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.hint())
                        .contains("exp_3"));
        ledger.replays().reopen("r3", List.of(), null);
        assertThatThrownBy(() -> deadLetters.release("exp_3", "Ada", "It is right", null))
                .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.code())
                        .isEqualTo("run_unfinished"));
    }

    @Test
    void aDiscardOfWhatAGuardRefusedGivesItsRunUp() {
        refused("r3", "exp_3");

        assertThat(deadLetters.discard(List.of("exp_3"))).containsExactly("exp_3", "r3");

        assertThat(ledger.exports().find("exp_3").orElseThrow().state()).isEqualTo(ExportState.DISCARDED);
        assertThat(ledger.runs().find("r3").orElseThrow().state()).isEqualTo(RunState.SKIPPED);
    }

    /** Two artifacts that failed, two that guards refused, four deliveries, and two runs that have none of them. */
    @Test
    void pagesOfAnyLengthFollowOneAnotherAsTheWholeListHasThem() {
        refused("r3", "exp_0");
        refused("r4", "exp_9");
        lost("r5", "exp_5");
        lost("r6", "exp_6");
        List<DeadLetter> all = DeadLetter.all(deadLetters, ledger);
        assertThat(all)
                .extracting(DeadLetter::id)
                .startsWith("exp_1@archive", "exp_1@partner", "exp_2@archive", "exp_2@partner", "exp_1", "exp_2")
                .endsWith("exp_0", "exp_9", "r6", "r5")
                .hasSize(10);

        for (int length = 1; length <= all.size(); length++) {
            assertThat(pages(length)).as("pages of %d", length).isEqualTo(all);
        }
    }

    @Test
    void aPageGoesOnBehindWhatWasGivenUpMeanwhile() {
        refused("r3", "exp_0");
        String[] after = {"exp_1@partner", "exp_1", "r3"};
        deadLetters.discard(List.of("exp_1@partner"));
        deadLetters.discard(List.of("exp_1"));

        assertThat(DeadLetter.page(ledger, after[0], 2).orElseThrow().letters())
                .extracting(DeadLetter::id)
                .containsExactly("exp_2@archive", "exp_2@partner");
        assertThat(DeadLetter.page(ledger, after[1], 2).orElseThrow())
                .satisfies(page ->
                        assertThat(page.letters()).extracting(DeadLetter::id).containsExactly("exp_2", "exp_0"))
                .satisfies(page -> assertThat(page.next()).isNull());
        assertThat(DeadLetter.page(ledger, after[2], 2).orElseThrow().letters()).isEmpty();
        assertThat(DeadLetter.page(ledger, "exp_7@archive", 2)).isEmpty();
    }

    private List<DeadLetter> pages(int length) {
        List<DeadLetter> letters = new ArrayList<>();
        String after = null;
        do {
            DeadLetter.Page page = DeadLetter.page(ledger, after, length).orElseThrow();
            assertThat(page.letters()).hasSizeBetween(1, length);
            letters.addAll(page.letters());
            after = page.next();
        } while (after != null);
        return letters;
    }

    /** An hour later. */
    private List<String> replayDue() {
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
        return new DeadLetters(Set.of(Samples.JOB), ledger, queue("later", 1), later)
                .replayDue(Duration.ofMinutes(30), Duration.ofDays(36_500));
    }

    private void refused(String run, String export) {
        ledger.runs().add(Samples.run(run));
        Unclaimed.of(ledger).exports().take(Samples.manifest(export), "crm", run);
        Unclaimed.of(ledger).deliveries().plan(export, run, Map.of("archive", "a/" + export), Map.of());
        Unclaimed.of(ledger).deliveries().markDead(export, "archive", BROKEN);
        Unclaimed.of(ledger).exports().refuse(export, 7, "a".repeat(64), "node", REFUSED);
        Unclaimed.of(ledger).runs().settle(run, RunState.FAILED, REFUSED);
    }

    private void lost(String run, String export) {
        ledger.runs().add(Samples.run(run));
        GoneFailure gone = new GoneFailure(new ForeignCode("export_expired"), "It expired", "Nothing", null);
        Unclaimed.of(ledger).exports().recordLost(Samples.manifest(export), "crm", run, gone, Spooled.NOWHERE);
        Unclaimed.of(ledger)
                .runs()
                .settle(
                        run,
                        RunState.FAILED,
                        new PermanentFailure(FailureCode.EXPORTS_LOST, "1 of 1 exports", "Nothing"));
    }

    private List<String> dead() {
        return deadLetters.deliveries().stream().map(Delivery::id).toList();
    }

    private void failed(String run, String export) {
        ledger.runs().add(Samples.run(run));
        Unclaimed.of(ledger).exports().take(Samples.manifest(export), "crm", run);
        Unclaimed.of(ledger)
                .deliveries()
                .plan(export, run, Map.of("archive", "a/" + export, "partner", "p/" + export), Map.of());
        Unclaimed.of(ledger).deliveries().markDead(export, "archive", BROKEN);
        Unclaimed.of(ledger).deliveries().markDead(export, "partner", BROKEN);
        Unclaimed.of(ledger).exports().fail(export, BROKEN);
        Unclaimed.of(ledger).runs().settle(run, RunState.FAILED, BROKEN);
    }
}
