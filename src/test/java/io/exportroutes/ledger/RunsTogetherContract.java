package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs that are added in one transaction, and what is written with them. */
abstract class RunsTogetherContract extends LedgerContract {
    @Test
    void whatIsWrittenWithRunsIsWrittenWithThoseThatAreNewAlone() {
        ledger.runs().add(Samples.run("r2"));
        List<String> with = new ArrayList<>();

        List<String> added = ledger.runs()
                .add(List.of(Samples.run("r3"), Samples.run("r2"), Samples.run("r1")), (transaction, ids) -> {
                    with.clear();
                    with.addAll(ids);
                });

        assertThat(added).containsExactly("r1", "r3").isEqualTo(with);
    }

    @Test
    void whereWhatBelongsToRunsCannotBeWrittenNoneOfThemIs() {
        List<Run> runs = List.of(Samples.run("r1"), Samples.run("r2"));

        assertThatThrownBy(() -> ledger.runs().add(runs, (transaction, added) -> {
                    throw new TransientFailure(FailureCode.QUEUE_FAILED, "no room", "Make room.", null);
                }))
                .hasMessage("no room");

        assertThat(ledger.runs().find("r1")).isEmpty();
        assertThat(ledger.runs().find("r2")).isEmpty();
    }
}
