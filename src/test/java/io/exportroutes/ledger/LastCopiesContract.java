package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.failure.FailureNote;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

abstract class LastCopiesContract extends LedgerContract {
    private static final String SHA = "ab".repeat(32);
    private static final CopyPlace ARCHIVE = new CopyPlace(Samples.JOB, "archive");
    private static final CopyPlace PARTNER = new CopyPlace(Samples.JOB, "partner");

    @Test
    void theNewestThatIsDeliveredCountsForEachDestinationByItself() {
        run("r1", 1, RunState.SUCCEEDED, "archive", "partner");
        run("r2", 2, RunState.PARTIAL, "archive");
        run("r3", 3, RunState.FAILED);

        Map<CopyPlace, LastCopy> copies = copies().find(List.of(ARCHIVE, PARTNER));

        assertThat(copies).containsOnlyKeys(ARCHIVE, PARTNER);
        assertThat(copies.get(PARTNER)).extracting(LastCopy::runId).isEqualTo("r1");
        assertThat(copies.get(ARCHIVE))
                .isEqualTo(new LastCopy(
                        "r2", "exp_r2", night(2), clock.instant(), new LastCopy.Stored("archive://there", 7, SHA)));
    }

    @Test
    void anotherJobsCopiesAreNotThisOnes() {
        run("r1", 1, RunState.SUCCEEDED, "archive", "partner");

        assertThat(copies().find(List.of(new CopyPlace("other", "archive"), new CopyPlace(Samples.JOB, "mirror"))))
                .isEmpty();
        assertThat(copies().find(List.of())).isEmpty();
    }

    @Test
    void aThousandPlacesAreLookedUpTogether() {
        run("r1", 1, RunState.SUCCEEDED, "archive", "partner");

        List<CopyPlace> places = IntStream.rangeClosed(0, 999)
                .mapToObj(number -> number == 777 ? ARCHIVE : new CopyPlace("job-" + number, "archive"))
                .toList();

        assertThat(copies().find(places)).containsOnlyKeys(ARCHIVE);
        assertThat(copies().swept(places)).containsOnlyKeys(ARCHIVE);
    }

    @Test
    void aSweepThatFoundNothingIsComplete() {
        run("r1", 1, RunState.SUCCEEDED, "archive", "partner");
        begun("r2", 2);
        settle("r2", RunState.SUCCEEDED);

        assertThat(copies().swept(List.of(ARCHIVE))).containsExactly(Map.entry(ARCHIVE, night(2)));
    }

    @Test
    void aSweepIsCompleteForTheDestinationsThatHaveAll() {
        run("r1", 1, RunState.SUCCEEDED, "archive", "partner");
        run("r2", 2, RunState.PARTIAL, "archive");

        assertThat(copies().swept(List.of(ARCHIVE, PARTNER)))
                .containsOnly(Map.entry(ARCHIVE, night(2)), Map.entry(PARTNER, night(1)));
    }

    @Test
    void aSweepWhoseExportFailedIsCompleteNowhere() {
        run("r1", 1, RunState.SUCCEEDED, "archive", "partner");
        begun("r2", 2);
        Unclaimed.of(ledger).exports().take(Samples.manifest("exp_r2"), "crm", "r2");
        Unclaimed.of(ledger).exports().fail("exp_r2", BROKEN);
        settle("r2", RunState.PARTIAL);

        assertThat(copies().swept(List.of(ARCHIVE))).containsExactly(Map.entry(ARCHIVE, night(1)));
    }

    @Test
    void whatWasGivenUpByHandIsNotMissing() {
        run("r1", 1, RunState.PARTIAL, "archive");
        assertThat(copies().swept(List.of(PARTNER))).isEmpty();

        ledger.deliveries().discard("exp_r1", "partner");

        assertThat(copies().swept(List.of(PARTNER))).containsExactly(Map.entry(PARTNER, night(1)));
    }

    @Test
    void copiesAreFoundByWhatTheyAreCopiesOf() {
        run("r1", 1, RunState.SUCCEEDED, "archive", "partner");
        run("r2", 2, RunState.PARTIAL, "archive");

        assertThat(found(CopyFilter.ALL, null)).containsExactly("exp_r2@archive", "exp_r1@archive", "exp_r1@partner");
        assertThat(found(CopyFilter.ofJob(Samples.JOB), night(2))).containsExactly("exp_r1@archive", "exp_r1@partner");
        assertThat(found(CopyFilter.ofJob("other"), null)).isEmpty();
        assertThat(found(CopyFilter.ofRun("r2"), null)).containsExactly("exp_r2@archive");
        assertThat(found(CopyFilter.ofExport("exp_r1").at("partner"), null)).containsExactly("exp_r1@partner");
        assertThat(found(CopyFilter.ofKey("r2/archive"), null)).containsExactly("exp_r2@archive");
        assertThat(ledger.deliveries().copies().newest(CopyFilter.ALL, null, 1))
                .singleElement()
                .satisfies(copy -> {
                    assertThat(copy.plan()).isEqualTo(new DeliveryPlan("exp_r2", "archive", "r2", "r2/archive"));
                    assertThat(copy.subject().scheduledFor()).isEqualTo(night(2));
                    assertThat(copy.stored()).isEqualTo(new CopyEntry.Stored(7, SHA, null));
                    assertThat(copy.receipt())
                            .isEqualTo(new Receipt("archive://there", clock.instant(), Confirmation.SIZE));
                });
    }

    /** Nothing counts on a copy once its removal was decided, whenever that ends; a hold comes before a policy. */
    @Test
    void whatExpiresIsNoCopyAnyMore() {
        run("r1", 1, RunState.SUCCEEDED, "archive", "partner");
        run("r2", 2, RunState.SUCCEEDED, "archive", "partner");
        Copies all = ledger.deliveries().copies();

        assertThat(all.markExpiring("exp_r2", "archive", "no rule keeps it")).isTrue();
        assertThat(all.markExpiring("exp_r2", "archive", "again")).isFalse();
        assertThat(all.markExpiring("exp_r2", "mirror", "there is none")).isFalse();
        assertThat(found(CopyFilter.ofRun("r2"), null)).containsExactly("exp_r2@partner");
        assertThat(copies().find(List.of(ARCHIVE)))
                .extractingByKey(ARCHIVE)
                .extracting(LastCopy::runId)
                .isEqualTo("r1");
        assertThat(all.expiring()).extracting(CopyEntry::id).containsExactly("exp_r2@archive");

        all.recordExpired("exp_r2", "archive");
        all.recordExpired("exp_r2", "archive");
        all.recordExpired("exp_r1", "archive");
        assertThat(all.expiring()).isEmpty();
        assertThat(found(CopyFilter.ofRun("r2"), null)).containsExactly("exp_r2@partner");
        assertThat(found(CopyFilter.ofRun("r1"), null)).as("never decided").hasSize(2);
        assertThat(all.keysEver("archive")).isEqualTo(Map.of("r1/archive", 7L, "r2/archive", -1L));
    }

    /** As what has expired, with who gave it up. */
    @Test
    void whatIsLostIsNoCopyAnyMore() {
        run("r1", 1, RunState.SUCCEEDED, "archive", "partner");
        Copies all = ledger.deliveries().copies();
        CopyEntry lost =
                all.newest(CopyFilter.ofRun("r1").at("archive"), null, 1).get(0);

        assertThat(all.losses().record(lost, "the disk was replaced", "Ada")).isTrue();
        assertThat(all.losses().record(lost, "again", "Bob")).isFalse();

        assertThat(found(CopyFilter.ofRun("r1"), null)).containsExactly("exp_r1@partner");
        assertThat(all.expiring()).isEmpty();
        assertThat(all.keysEver("archive")).isEqualTo(Map.of("r1/archive", -1L));
        assertThat(all.losses().since(clock.instant()))
                .containsExactly(new Losses.Loss("exp_r1", "archive", "the disk was replaced", "Ada", clock.instant()));
        assertThat(all.losses().since(clock.instant().plusSeconds(1))).isEmpty();
    }

    @Test
    void whatIsHeldDoesNotExpireUntilItIsLifted() {
        run("r1", 1, RunState.SUCCEEDED, "archive", "partner");
        Copies all = ledger.deliveries().copies();

        assertThat(all.holds().place("exp_r1", "audit 2026", "Ada")).isTrue();
        assertThat(all.holds().place("exp_none", "audit 2026", "Ada")).isFalse();
        assertThat(all.newest(CopyFilter.ofRun("r1"), null, 9))
                .extracting(CopyEntry::hold)
                .containsOnly("audit 2026");
        assertThat(all.markExpiring("exp_r1", "archive", "no rule keeps it")).isFalse();
        assertThat(all.holds().open()).singleElement().satisfies(hold -> {
            assertThat(hold.exportId()).isEqualTo("exp_r1");
            assertThat(hold.by()).isEqualTo("Ada");
        });

        assertThat(all.holds().lift("exp_r1", "Bob")).isEqualTo(1);
        assertThat(all.holds().open()).isEmpty();
        assertThat(all.markExpiring("exp_r1", "archive", "no rule keeps it")).isTrue();
    }

    /** Two names of one bucket: what is removed under one would be gone under the other. */
    @Test
    void anObjectThatIsTwoCopiesStays() {
        begun("r1", 1);
        Unclaimed.of(ledger).exports().take(Samples.manifest("exp_r1"), "crm", "r1");
        Unclaimed.of(ledger).runs().markTransferring("r1");
        Unclaimed.of(ledger).deliveries().plan("exp_r1", "r1", Map.of("archive", "r1/a", "partner", "r1/a"), Map.of());
        Unclaimed.of(ledger).exports().recordVerified("exp_r1", 7, SHA, "node");
        for (String destination : List.of("archive", "partner")) {
            Unclaimed.of(ledger).deliveries().markSending("exp_r1", destination);
            Unclaimed.of(ledger)
                    .deliveries()
                    .recordDelivered("exp_r1", destination, "s3://one/r1/a", Confirmation.SIZE);
        }
        Copies all = ledger.deliveries().copies();

        assertThat(all.newest(CopyFilter.ofJob(Samples.JOB).at("archive"), null, 9))
                .extracting(CopyEntry::hold)
                .containsExactly("the same object is the copy at partner");
        assertThat(all.markExpiring("exp_r1", "archive", "no rule keeps it")).isFalse();
    }

    @Test
    void theRetentionOfAPlaceIsAppliedOnceForEachDelivery() {
        RetentionMarks marks = ledger.deliveries().copies().marks();

        assertThat(marks.claim(ARCHIVE, night(1))).isTrue();
        assertThat(marks.claim(ARCHIVE, night(1))).isFalse();
        assertThat(marks.claim(ARCHIVE, night(0))).isFalse();
        assertThat(marks.claim(PARTNER, night(0))).isTrue();
        assertThat(marks.claim(ARCHIVE, night(2))).isTrue();

        assertThat(marks.blocked()).isEmpty();
        marks.note(ARCHIVE, BROKEN);
        assertThat(marks.blocked()).containsOnlyKeys(ARCHIVE);
        assertThat(marks.blocked().get(ARCHIVE)).extracting(FailureNote::code).isEqualTo(BROKEN.code());
        marks.note(ARCHIVE, null);
        assertThat(marks.blocked()).isEmpty();
    }

    private List<String> found(CopyFilter filter, @Nullable Instant before) {
        return ledger.deliveries().copies().newest(filter, before, 10).stream()
                .map(copy -> copy.plan().exportId() + "@" + copy.plan().destination())
                .toList();
    }

    /** A run whose export is delivered at these of the two destinations, and dead at the others. */
    private void run(String id, int day, RunState end, String... delivered) {
        begun(id, day);
        String export = "exp_" + id;
        Unclaimed.of(ledger).exports().take(Samples.manifest(export), "crm", id);
        Unclaimed.of(ledger).runs().markTransferring(id);
        Unclaimed.of(ledger)
                .deliveries()
                .plan(export, id, Map.of("archive", id + "/archive", "partner", id + "/partner"), Map.of());
        Unclaimed.of(ledger).exports().recordVerified(export, 7, SHA, "node");
        for (String destination : List.of("archive", "partner")) {
            Unclaimed.of(ledger).deliveries().markSending(export, destination);
            if (List.of(delivered).contains(destination)) {
                Unclaimed.of(ledger)
                        .deliveries()
                        .recordDelivered(export, destination, destination + "://there", Confirmation.SIZE);
            } else {
                Unclaimed.of(ledger).deliveries().markDead(export, destination, BROKEN);
            }
        }
        settle(id, end);
    }

    private void begun(String id, int day) {
        ledger.runs().add(Samples.run(id, Samples.JOB, night(day)));
        begin(id);
    }

    private void settle(String id, RunState end) {
        Unclaimed.of(ledger).runs().settle(id, end, null);
    }

    private static Instant night(int day) {
        return Samples.NIGHT.plus(Duration.ofDays(day));
    }

    private LastCopies copies() {
        return ledger.deliveries().lastCopies();
    }
}
