package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.failure.FailureNote;
import io.exportroutes.ledger.Reloads.Answer;
import io.exportroutes.ledger.Reloads.Outcome;
import io.exportroutes.ledger.Reloads.Reload;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes read exports.yaml anew one after another. */
abstract class ReloadsContract extends LedgerContract {
    private static final Duration ALIVE = Duration.ofSeconds(10);

    private Reloads reloads() {
        return ledger.nodes().reloads();
    }

    @BeforeEach
    void threeNodesAreAsked() {
        List.of("a", "b", "c").forEach(ledger.nodes()::seen);
        reloads().ask("request", List.of("c", "a", "b"));
    }

    @Test
    void eachHasItsTurnOnceTheOneBeforeItHasAnswered() {
        assertThat(reloads().next("b", ALIVE)).isEmpty();
        assertThat(reloads().next("c", ALIVE)).isEmpty();

        reloads().reloaded(turn("a"), List.of("jobs.x is new", "jobs.y is gone"));

        assertThat(reloads().next("a", ALIVE)).isEmpty();
        assertThat(reloads().next("c", ALIVE)).isEmpty();
        reloads().reloaded(turn("b"), List.of());
        reloads().reloaded(turn("c"), List.of());
        assertThat(reloads().of("request")).extracting(Reload::node).containsExactly("a", "b", "c");
        assertThat(answers())
                .startsWith(new Answer(Outcome.RELOADED, List.of("jobs.x is new", "jobs.y is gone"), FailureNote.NONE))
                .hasSize(3);
    }

    @Test
    void oneThatRefusesLeavesThoseAfterItAsTheyAre() {
        reloads().reloaded(turn("a"), List.of());

        reloads().refused(turn("b"), BROKEN);

        assertThat(reloads().next("c", ALIVE)).isEmpty();
        assertThat(answers()).extracting(Answer::outcome).containsExactly(Outcome.RELOADED, Outcome.REFUSED);
        assertThat(answers().get(1).failure()).isEqualTo(FailureNote.of(BROKEN));
    }

    @Test
    void nobodyWaitsForANodeThatIsDead() {
        clock.advanceSeconds(11);
        ledger.nodes().seen("b");

        assertThat(turn("b").node()).isEqualTo("b");
        assertThat(ledger.nodes().alive(ALIVE)).containsExactly("b");
    }

    @Test
    void aNodeThatBeginsAnewHasDoneWhatItWasAsked() {
        reloads().begun("a");

        assertThat(reloads().next("a", ALIVE)).isEmpty();
        assertThat(turn("b").node()).isEqualTo("b");
        assertThat(answers())
                .containsExactly(new Answer(
                        Outcome.RELOADED,
                        List.of("the service was started anew, by what stands there now"),
                        FailureNote.NONE));
    }

    @Test
    void whatIsWithdrawnIsAskedOfNobodyAndWhatWasAnsweredStays() {
        reloads().reloaded(turn("a"), List.of());

        reloads().withdraw("request");

        assertThat(reloads().next("b", ALIVE)).isEmpty();
        assertThat(reloads().of("request")).extracting(Reload::node).containsExactly("a");
    }

    private Reload turn(String node) {
        return reloads().next(node, ALIVE).orElseThrow();
    }

    private List<Answer> answers() {
        return reloads().of("request").stream()
                .map(Reload::answer)
                .filter(Objects::nonNull)
                .toList();
    }
}
