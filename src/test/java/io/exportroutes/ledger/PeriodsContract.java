package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.failure.FailureNote;
import io.exportroutes.ledger.PeriodFact.Act;
import io.exportroutes.ledger.PeriodFact.Copied;
import io.exportroutes.ledger.PeriodFact.Missing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

abstract class PeriodsContract extends LedgerContract {
    private static final String SHA = "ab".repeat(32);
    private static final JobPeriod PERIOD =
            new JobPeriod(Samples.JOB, Samples.NIGHT, Samples.NIGHT.plus(Duration.ofDays(200)));

    /** More than two pages, of runs that are made at the same moment, among those of another job. */
    @Test
    void allRunsOfAPeriodComeOnceAndInTheirOrder() {
        List<Run> runs =
                IntStream.range(0, 2_300).mapToObj(PeriodsContract::numbered).toList();
        ledger.runs().add(runs, (connection, added) -> {});

        List<Run> read = read(Periods::runs);

        assertThat(read)
                .extracting(Run::id)
                .containsExactlyElementsOf(runs.stream()
                        .filter(run -> run.job().equals(Samples.JOB))
                        .map(Run::id)
                        .toList());
        assertThat(periods().firings(PERIOD))
                .hasSize(read.size())
                .startsWith(hour(0).toEpochMilli())
                .isSorted();
        assertThat(read(new JobPeriod(Samples.JOB, hour(10), hour(12)), Periods::runs))
                .extracting(Run::id)
                .containsExactly("r0010", "r0011");
        assertThat(periods().jobs()).containsExactly(Samples.JOB, "other");
    }

    @Test
    void copiesAndWhatIsMissingComeWithTheirRuns() {
        verified("r1", "exp_1", 1);
        deliver("exp_1", "archive");
        Unclaimed.of(ledger).deliveries().markSending("exp_1", "partner");
        Unclaimed.of(ledger).deliveries().markDead("exp_1", "partner", BROKEN);
        Unclaimed.of(ledger).runs().settle("r1", RunState.PARTIAL, null);
        transferring("r2", "exp_2");
        Unclaimed.of(ledger).exports().fail("exp_2", BROKEN);

        assertThat(read(Periods::copies)).singleElement().satisfies(copy -> {
            assertThat(copy.origin().runId()).isEqualTo("r1");
            assertThat(copy.plan().key()).isEqualTo("r1/archive");
            assertThat(copy.stored()).isEqualTo(new CopyEntry.Stored(7, SHA, null));
            assertThat(copy.removal()).isEqualTo(PeriodFact.Removal.NONE);
        });
        assertThat(read(Periods::missing))
                .extracting(Missing::exportId, Missing::destination, Missing::state)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("exp_2", null, "FAILED"),
                        org.assertj.core.groups.Tuple.tuple("exp_1", "partner", "DEAD"));
        assertThat(read(Periods::missing))
                .extracting(missing -> missing.why().code())
                .containsOnly("stalled");
    }

    /** Of runs long before the period, too: it counts when it was decided. */
    @Test
    void deletionsAreThoseThatWereDecidedInThePeriod() {
        verified("r1", "exp_1", 1);
        deliver("exp_1", "archive");
        Copies copies = ledger.deliveries().copies();
        assertThat(copies.markExpiring("exp_1", "archive", "no rule keeps it")).isTrue();
        Instant decided = clock.instant();
        clock.advanceSeconds(60);
        copies.recordExpired("exp_1", "archive");

        List<Copied> later = read(new JobPeriod(Samples.JOB, decided, decided.plusSeconds(1)), Periods::removals);

        assertThat(later)
                .extracting(Copied::removal)
                .containsExactly(new PeriodFact.Removal(decided, clock.instant(), "no rule keeps it"));
        assertThat(read(new JobPeriod(Samples.JOB, decided.plusSeconds(1), decided.plusSeconds(9)), Periods::removals))
                .isEmpty();
    }

    @Test
    void holdsAreThoseThatLastedInThePeriodAndReleasesThoseOfIt() {
        verified("r1", "exp_1", 1);
        Holds holds = ledger.deliveries().copies().holds();
        holds.place("exp_1", "audit 2026", "olga");
        Instant placed = clock.instant();
        clock.advanceSeconds(60);
        holds.lift("exp_1", "otto");
        update(
                "update exports set released_by = 'olga', released_at = '2026-11-22T00:00:00.000Z', release_reason = 'looked'");

        assertThat(periods().holds(new JobPeriod(Samples.JOB, placed, placed.plusSeconds(1))))
                .containsExactly(new Act(
                        "exp_1",
                        new PeriodFact.Who("olga", placed),
                        new PeriodFact.Who("otto", clock.instant()),
                        "audit 2026"));
        assertThat(periods().holds(new JobPeriod(Samples.JOB, placed.plusSeconds(61), placed.plusSeconds(99))))
                .isEmpty();
        assertThat(periods().holds(new JobPeriod("other", placed, placed.plusSeconds(1))))
                .isEmpty();
        assertThat(read(Periods::releases)).extracting(act -> act.done().by()).containsExactly("olga");
    }

    /** Every hundredth is of another job; 500 each are made at once. */
    private static Run numbered(int number) {
        String job = number % 100 == 7 ? "other" : Samples.JOB;
        return new Run(
                "r%04d".formatted(number),
                new RunOrigin(job, "crm", "schedule", hour(number), hour(number / 500 * 500)),
                RunState.QUEUED,
                RunProgress.NONE,
                FailureNote.NONE);
    }

    private Periods periods() {
        return ledger.history().periods();
    }

    private static Instant hour(int number) {
        return Samples.NIGHT.plus(Duration.ofHours(number));
    }

    private interface Reading<T> {
        void read(Periods periods, JobPeriod period, Consumer<T> each);
    }

    private <T> List<T> read(Reading<T> reading) {
        return read(PERIOD, reading);
    }

    private <T> List<T> read(JobPeriod period, Reading<T> reading) {
        List<T> facts = new ArrayList<>();
        reading.read(periods(), period, facts::add);
        return facts;
    }

    private void verified(String run, String export, int hour) {
        ledger.runs().add(Samples.run(run, Samples.JOB, hour(hour)));
        begin(run);
        Unclaimed.of(ledger).exports().take(Samples.manifest(export), "crm", run);
        Unclaimed.of(ledger).runs().markTransferring(run);
        Unclaimed.of(ledger)
                .deliveries()
                .plan(export, run, Map.of("archive", run + "/archive", "partner", run + "/partner"), Map.of());
        Unclaimed.of(ledger).exports().recordVerified(export, 7, SHA, "node");
    }

    private void deliver(String export, String destination) {
        Unclaimed.of(ledger).deliveries().markSending(export, destination);
        Unclaimed.of(ledger).deliveries().recordDelivered(export, destination, "there", Confirmation.SIZE);
    }
}
