package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.api.Manifest;
import io.exportroutes.ledger.Drifts.Waiting;
import io.exportroutes.ledger.SchemaDrift.Found;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

abstract class DriftsContract extends LedgerContract {
    private static final String SHA = "ab".repeat(32);
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void aSchemaExportWaitsWithTheOneBeforeItUntilItIsDone() {
        schema("r1", 1, "archive", "partner");
        schema("r2", 2, "archive", "partner");
        deliver("exp_r1", "archive");
        assertThat(waiting()).as("the partner still waits for it").isEmpty();

        deliver("exp_r1", "partner");
        deliver("exp_r2", "archive");
        Unclaimed.of(ledger).deliveries().markDead("exp_r2", "partner", BROKEN);

        assertThat(waiting())
                .containsExactly(
                        new Waiting("exp_r1", Samples.JOB, null), new Waiting("exp_r2", Samples.JOB, "exp_r1"));
        drifts().record(drift("exp_r1", Found.NOTHING));
        assertThat(waiting()).as("it was looked at just now").hasSize(1);
        clock.advanceSeconds(3601);
        assertThat(waiting()).hasSize(2);
        drifts().done("exp_r1");
        assertThat(waiting()).extracting(Waiting::exportId).containsExactly("exp_r2");
        assertThat(drifts().waiting(List.of("other"), Instant.EPOCH, clock.instant(), 9))
                .isEmpty();
    }

    @Test
    void whatReachedNoDestinationDoesNotWait() {
        schema("r1", 1, "archive");
        Unclaimed.of(ledger).deliveries().markSending("exp_r1", "archive");
        Unclaimed.of(ledger).deliveries().markDead("exp_r1", "archive", BROKEN);

        assertThat(waiting()).isEmpty();
    }

    /** A table that comes and goes with each hour would be told each hour. */
    @Test
    void theSameLossIsNewOnceInAWeek() {
        lose("r1", "a");
        lose("r2", "a");
        lose("r3", "b");

        assertThat(lost()).containsExactly("exp_r3", "exp_r1");

        clock.advanceSeconds(DAY.toSeconds() * 8);
        lose("r4", "a");
        assertThat(lost()).containsExactly("exp_r4");
    }

    @Test
    void comparedAgainItKeepsWhenItWasComparedFirst() {
        lose("r1", "a");
        Instant first = clock.instant();
        clock.advanceSeconds(60);

        drifts().record(drift("exp_r1", found("a")));

        assertThat(drifts().losses(first)).extracting(SchemaDrift::comparedAt).containsExactly(first);
        assertThat(drifts().losses(first).get(0))
                .isEqualTo(new SchemaDrift("exp_r1", null, Samples.JOB, first, found("a")));
    }

    private Drifts drifts() {
        return ledger.deliveries().copies().drifts();
    }

    private List<Waiting> waiting() {
        return drifts().waiting(
                        List.of(Samples.JOB), Instant.EPOCH, clock.instant().minusSeconds(3600), 9);
    }

    private List<String> lost() {
        return drifts().losses(clock.instant().minus(DAY)).stream()
                .map(SchemaDrift::exportId)
                .toList();
    }

    private void lose(String run, String what) {
        clock.advanceSeconds(3600);
        schema(run, 1, "archive");
        drifts().record(drift("exp_" + run, found(what)));
        drifts().done("exp_" + run);
    }

    private static Found found(String what) {
        return new Found(1, 0, 2, what + " is gone", what);
    }

    private SchemaDrift drift(String exportId, Found found) {
        @Nullable String base = null;
        return new SchemaDrift(exportId, base, Samples.JOB, clock.instant(), found);
    }

    private void schema(String run, int day, String... destinations) {
        ledger.runs().add(Samples.run(run, Samples.JOB, Samples.NIGHT.plus(DAY.multipliedBy(day))));
        begin(run);
        Manifest like = Samples.manifest("exp_" + run);
        Unclaimed.of(ledger)
                .exports()
                .take(
                        new Manifest(
                                like.id(),
                                new Manifest.Scope("schema_export", "crm", null, "json"),
                                like.artifact(),
                                like.availability(),
                                like.json()),
                        "crm",
                        run);
        Unclaimed.of(ledger).runs().markTransferring(run);
        Unclaimed.of(ledger)
                .deliveries()
                .plan(
                        "exp_" + run,
                        run,
                        Stream.of(destinations).collect(Collectors.toMap(name -> name, name -> run + "/" + name)),
                        Map.of());
        Unclaimed.of(ledger).exports().recordVerified("exp_" + run, 7, SHA, "node");
    }

    private void deliver(String exportId, String destination) {
        Unclaimed.of(ledger).deliveries().markSending(exportId, destination);
        Unclaimed.of(ledger).deliveries().recordDelivered(exportId, destination, "there", Confirmation.SIZE);
    }
}
