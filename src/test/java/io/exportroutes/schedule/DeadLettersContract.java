package io.exportroutes.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.FinalFailure;
import io.exportroutes.failure.PassingFailure;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.RunState;
import io.exportroutes.ledger.Samples;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class DeadLettersContract extends QueueContract {
    private static final PassingFailure BROKEN = new PassingFailure("stalled", "No byte for 60 s", "It is tried again");

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
        IntStream.range(0, 1_200)
                .parallel()
                .mapToObj(index -> Samples.run("later" + index, Samples.JOB, Samples.NIGHT.plusSeconds(9)))
                .forEach(ledger.runs()::add);

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
        assertThat(deadLetters.discard("exp_1@archive")).containsExactly("exp_1@archive");
        assertThat(deadLetters.discard("exp_1@partner")).containsExactly("exp_1@partner");

        assertThat(deadLetters.discard("exp_1")).containsExactly("exp_1", "r1");
    }

    /** A ledger in which an older version was interrupted between the two. */
    @Test
    void aPartialRunWithADeliveryThatNobodyMakesIsReplayed() {
        ledger.runs().add(Samples.run("r3"));
        ledger.exports().take(Samples.manifest("exp_3"), "crm", "r3");
        ledger.deliveries().plan("exp_3", "r3", Map.of("archive", "a/3"));
        ledger.exports().verified("exp_3", 5, "a".repeat(64), "node");
        ledger.runs().settle("r3", RunState.PARTIAL, null);

        assertThat(deadLetters.replay("r3")).containsExactly("r3");

        assertThat(ledger.runs().find("r3").orElseThrow().state()).isEqualTo(RunState.QUEUED);
    }

    @Test
    void whatIsNotDeadIsNotReplayed() {
        deadLetters.replay("r1");

        for (String id : List.of("r1", "exp_1@archive", "exp_1", "@", "exp_2@", "@archive", "exp_2@nowhere")) {
            assertThatThrownBy(() -> deadLetters.replay(id))
                    .isInstanceOf(FinalFailure.class)
                    .hasMessageContaining(id);
        }
    }

    private List<String> dead() {
        return deadLetters.deliveries().stream().map(Delivery::id).toList();
    }

    private void failed(String run, String export) {
        ledger.runs().add(Samples.run(run));
        ledger.exports().take(Samples.manifest(export), "crm", run);
        ledger.deliveries().plan(export, run, Map.of("archive", "a/" + export, "partner", "p/" + export));
        ledger.deliveries().dead(export, "archive", BROKEN);
        ledger.deliveries().dead(export, "partner", BROKEN);
        ledger.exports().failed(export, BROKEN);
        ledger.runs().settle(run, RunState.FAILED, BROKEN);
    }
}
