package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.RunPages.Counts;
import io.exportroutes.ledger.RunPages.Filter;
import io.exportroutes.ledger.RunPages.Live;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

abstract class RunPagesContract extends LedgerContract {
    private static final Filter ALL = new Filter(null, null, null);

    @Test
    void pagesFollowOneAnotherWithoutAGapAndWithoutARepeat() {
        for (int number = 1; number <= 5; number++) {
            ledger.runs().add(Samples.run("r" + number, "nightly", Samples.NIGHT.plusSeconds(number)));
        }
        ledger.runs().add(Samples.run("other", "weekly", Samples.NIGHT));

        assertThat(ids(ALL, 2)).containsExactly("r5", "r4");
        assertThat(ids(new Filter(null, null, "r4"), 3)).containsExactly("r3", "r2", "r1");
        assertThat(ids(new Filter(null, null, "r1"), 3)).containsExactly("other");
        assertThat(ids(new Filter("nightly", null, "r2"), 9)).containsExactly("r1");
        assertThat(ids(new Filter(null, null, "no such run"), 9)).isEmpty();
    }

    @Test
    void aPageHasTheRunsOfOneState() {
        begun("r1");
        ledger.runs().add(Samples.run("r2"));

        assertThat(ids(new Filter(null, RunState.EXPORTING, null), 9)).containsExactly("r1");
        assertThat(ids(new Filter("weekly", RunState.EXPORTING, null), 9)).isEmpty();
    }

    @Test
    void exportsAndDeliveriesAreCountedForAllRunsOfAPage() {
        begun("r1");
        begun("r2");
        ledger.runs().add(Samples.run("r3"));
        planned("exp_1", "r1");
        planned("exp_2", "r1");
        planned("exp_3", "r2");
        delivered("exp_1");
        Unclaimed.of(ledger)
                .deliveries()
                .markDead("exp_3", "mirror", new PermanentFailure(FailureCode.DEADLINE, "It passed", "Raise it"));

        assertThat(ledger.summaries().pages().counts(List.of("r1", "r2", "r3")))
                .isEqualTo(Map.of("r1", new Counts(2, 1, 0), "r2", new Counts(1, 0, 1)));
    }

    @Test
    void theSizesOfTheRunsOfAPageAreAddedUp() {
        begun("r1");
        begun("r2");
        planned("exp_1", "r1");
        planned("exp_2", "r1");

        assertThat(ledger.summaries().pages().sizes(List.of("r1", "r2"))).isEqualTo(Map.of("r1", 6L));
    }

    @Test
    void eachJobHasItsLastRuns() {
        for (int number = 1; number <= 5; number++) {
            ledger.runs().add(Samples.run("n" + number, "nightly", Samples.NIGHT.plusSeconds(number)));
        }
        ledger.runs().add(Samples.run("w1", "weekly", Samples.NIGHT));

        Map<String, List<Run>> last = ledger.summaries().pages().last(List.of("nightly", "weekly", "never"), 2);

        assertThat(last).containsOnlyKeys("nightly", "weekly");
        assertThat(last.get("nightly")).extracting(Run::id).containsExactlyInAnyOrder("n5", "n4");
        assertThat(last.get("weekly")).extracting(Run::id).containsExactly("w1");
    }

    @Test
    void whatIsLiveShowsEachStep() {
        begun("r1");
        planned("exp_1", "r1");
        List<Live> before = ledger.summaries().pages().live(Samples.NIGHT.plusSeconds(999_999_999));

        delivered("exp_1");

        assertThat(before).singleElement().satisfies(live -> {
            assertThat(live.run()).isEqualTo("r1");
            assertThat(live.unfinished()).isTrue();
        });
        assertThat(ledger.summaries().pages().live(Samples.NIGHT.plusSeconds(999_999_999)))
                .singleElement()
                .isNotEqualTo(before.get(0));
    }

    /** Counting them each second would read a hundred thousand rows. */
    @Test
    void aRunWithThousandsOfExportsIsNotCounted() {
        begun("r1");
        begun("r2");
        for (int number = 0; number <= 1000; number++) {
            Unclaimed.of(ledger).exports().take(Samples.manifest("exp_" + number), "crm", "r1");
        }
        planned("exp_few", "r2");
        delivered("exp_few");

        assertThat(ledger.summaries().pages().live(Samples.NIGHT.plusSeconds(999_999_999)))
                .extracting(Live::run, Live::counted, Live::progress)
                .containsExactlyInAnyOrder(tuple("r1", false, "EXPORTING 1001 0"), tuple("r2", true, "EXPORTING 1 1"));
    }

    @Test
    void whatEndedIsLiveWhileItIsNew() {
        begun("r1");
        Unclaimed.of(ledger).runs().settle("r1", RunState.FAILED, BROKEN);
        Instant created = ledger.runs().find("r1").orElseThrow().origin().createdAt();

        assertThat(ledger.summaries().pages().live(created))
                .singleElement()
                .satisfies(live -> assertThat(live.unfinished()).isFalse());
        assertThat(ledger.summaries().pages().live(created.plusSeconds(1))).isEmpty();
    }

    private List<String> ids(Filter filter, int limit) {
        return ledger.summaries().pages().page(filter, limit).stream()
                .map(Run::id)
                .toList();
    }

    private void planned(String exportId, String runId) {
        Unclaimed.of(ledger).exports().take(Samples.manifest(exportId), "crm", runId);
        Unclaimed.of(ledger).exports().recordVerified(exportId, 3, "aa", "node");
        Unclaimed.of(ledger).deliveries().plan(exportId, runId, Map.of("mirror", exportId), Map.of());
    }

    private void delivered(String exportId) {
        Unclaimed.of(ledger).deliveries().markSending(exportId, "mirror");
        Unclaimed.of(ledger).deliveries().recordDelivered(exportId, "mirror", "there", null);
    }
}
