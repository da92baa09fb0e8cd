package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.exportroutes.custody.Keys;
import io.exportroutes.custody.Notary;
import io.exportroutes.custody.SigningKey;
import io.exportroutes.custody.StoredEntry;
import io.exportroutes.readback.Level;
import io.exportroutes.readback.Result;
import io.exportroutes.value.Verified;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger writes its chain, is lost, and a new one knows the same of the copies. */
@SuppressWarnings("NullAway.Init")
abstract class RebuildContract extends LedgerContract {
    private static final Verified BYTES = new Verified(7, "ab".repeat(32));
    private static final String FRESH = "key-exp_3.repaired-1";

    @TempDir
    private Path folder;

    private SigningKey key;

    @BeforeEach
    void sign() throws Exception {
        key = SigningKey.read(Keys.file(folder, "Ed25519"));
        sign(ledger, key);
        ledger.deliveries().copies().chains().beginnings().open(Samples.JOB, List.of());
        begun("r1");
        for (String export : List.of("exp_1", "exp_2", "exp_3")) {
            stored(export);
        }
    }

    private static void sign(Ledger ledger, SigningKey key) {
        ledger.deliveries().copies().chains().signBy(new Notary("a@example.com", "ab".repeat(32), () -> key, null));
    }

    private void stored(String export) {
        Unclaimed.of(ledger).exports().take(Samples.manifest(export), "crm", "r1");
        Unclaimed.of(ledger).runs().markTransferring("r1");
        Unclaimed.of(ledger)
                .exports()
                .recordVerified(
                        export, BYTES, "node", ChainEvent.stored(Samples.JOB, export, (entry, now) -> entry.putObject(
                                        "artifact")
                                .put("name", export)
                                .put("size", BYTES.size())
                                .put("sha256", BYTES.sha256())));
        DeliveryWriter deliveries = Unclaimed.of(ledger).deliveries();
        deliveries.plan(export, "r1", Map.of("archive", "key-" + export, "mirror", "key-" + export), Map.of());
        for (String destination : List.of("archive", "mirror")) {
            deliveries.markSending(export, destination);
            deliveries.recordDelivered(export, destination, destination + ":key-" + export, Confirmation.SIZE);
        }
    }

    /** As the sidecars at both destinations tell it. */
    private static RebuiltCopy copy(String export, String destination, ToldCopies told) {
        CopyFate fate = told.of(export, destination);
        String key = fate.repairs().isEmpty() ? "key-" + export : FRESH;
        return new RebuiltCopy(
                Samples.manifest(export),
                new RebuiltCopy.Origin("r1", Samples.JOB, "crm", Samples.NIGHT, Samples.NIGHT.plusSeconds(1)),
                BYTES,
                new RebuiltCopy.Place(destination, key, BYTES, false),
                fate);
    }

    private static int rebuild(Ledger fresh, ToldCopies told) {
        Rebuild rebuild = fresh.history().rebuild();
        assertThat(rebuild.chains().tell(Samples.JOB, told)).isEmpty();
        int copies = 0;
        for (String destination : List.of("archive", "mirror")) {
            copies += rebuild.bring(List.of(
                    copy("exp_1", destination, told),
                    copy("exp_2", destination, told),
                    copy("exp_3", destination, told)));
        }
        assertThat(rebuild.chains().bringReadBacks(Samples.JOB, told)).isEmpty();
        return copies;
    }

    private void look(String export, Result result, Instant at, String objectKey) {
        ledger.deliveries()
                .copies()
                .readBacks()
                .record(new ReadBack(
                        new ReadBack.Subject(export, "archive", objectKey),
                        Level.CONTENT,
                        result,
                        new ReadBack.Evidence(7, BYTES.sha256(), null),
                        new ReadBack.Origin(at, at, "1.0", "host")));
    }

    /** One is held, one expired here and was given up there, one was repaired and read back. */
    private void live() {
        Copies copies = ledger.deliveries().copies();
        copies.holds().place("exp_1", "audit", "Ada");
        copies.markExpiring("exp_2", "archive", "no rule keeps it");
        copies.recordExpired("exp_2", "archive");
        copies.losses()
                .record(copies.newest(CopyFilter.ofExport("exp_2"), null, 1).get(0), "the disk was replaced", "Ada");
        look("exp_3", Result.DIFFERENT, clock.instant(), "key-exp_3");
        clock.advanceSeconds(60);
        Repair repair = copies.repairs()
                .begin(new Repair("exp_3", "archive", new Repair.Keys("key-exp_3", FRESH), "Ada", null));
        copies.repairs().finish(repair, "archive:" + FRESH, Confirmation.SIZE);
        look("exp_3", Result.OK, clock.instant(), FRESH);
        clock.advanceSeconds(Duration.ofDays(1).toSeconds());
        copies.chains().tellReadBacks();
    }

    @Test
    void whatBecameOfCopiesComesBack(@TempDir Path other) {
        live();
        Copies before = ledger.deliveries().copies();
        List<StoredEntry> there = before.chains().entries(Samples.JOB, 0, 100);
        try (Ledger fresh = Ledger.open(freshSource(other), clock)) {
            sign(fresh, key);
            Copies after = fresh.deliveries().copies();
            after.chains().beginnings().open(Samples.JOB, there);

            assertThat(rebuild(fresh, new ToldCopies())).isEqualTo(4);

            copiesAreAsBefore(before, after);
            readBacksAreThoseThatWereTold(before, after);
            assertThat(rebuild(fresh, new ToldCopies()))
                    .as("a repeat brings nothing")
                    .isZero();
            assertThat(after.holds().open()).hasSize(1);
        }
    }

    private void copiesAreAsBefore(Copies before, Copies after) {
        assertThat(after.holds().open())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("id")
                .isEqualTo(before.holds().open());
        assertThat(after.losses().since(Samples.NIGHT))
                .isEqualTo(before.losses().since(Samples.NIGHT))
                .hasSize(1);
        assertThat(after.expiring()).isEmpty();
        assertThat(after.keysEver("archive")).isEqualTo(before.keysEver("archive"));
        assertThat(after.keysEver("mirror")).isEqualTo(before.keysEver("mirror"));
        assertThat(ids(after)).isEqualTo(ids(before)).hasSize(4);
        assertThat(after.repairs().since(Samples.NIGHT, clock.instant()))
                .isEqualTo(before.repairs().since(Samples.NIGHT, clock.instant()))
                .hasSize(1);
        whatEndedIsTold(after.losses());
    }

    private void whatEndedIsTold(Losses after) {
        assertThat(after.ended("r1", null, Samples.NIGHT, clock.instant()))
                .extracting(Losses.Ended::destination, Losses.Ended::lost)
                .containsExactly(tuple("archive", false), tuple("mirror", true));
        assertThat(after.ended("exp_2", "archive", Samples.NIGHT, clock.instant()))
                .hasSize(1);
        assertThat(after.ended("exp_1", null, Samples.NIGHT, clock.instant())).isEmpty();
    }

    private static List<String> ids(Copies copies) {
        return copies.newest(CopyFilter.ALL, null, 100).stream()
                .map(copy -> copy.id() + " " + copy.plan().key() + " " + copy.hold())
                .toList();
    }

    private void readBacksAreThoseThatWereTold(Copies before, Copies after) {
        assertThat(after.readBacks().since(Samples.NIGHT, clock.instant()))
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields(
                        "evidence.bytes", "evidence.detail", "origin.program", "origin.host")
                .isEqualTo(before.readBacks().since(Samples.NIGHT, clock.instant()))
                .hasSize(2);
        assertThat(after.readBacks().bad()).isEmpty();
        long entries = after.chains().head(Samples.JOB).orElseThrow().seq();
        after.chains().tellReadBacks();
        assertThat(after.chains().head(Samples.JOB).orElseThrow().seq())
                .as("what was told is not told again")
                .isEqualTo(entries);
    }

    /** Whoever can write to a destination can put a chain of his own there, with a list of signers that has his key. */
    @Test
    void aChainOfAnotherKeyIsNotBelieved(@TempDir Path other) throws Exception {
        live();
        SigningKey ours = SigningKey.read(Keys.file(folder, "Ed25519"));
        try (Ledger fresh = Ledger.open(freshSource(other), clock)) {
            sign(fresh, ours);
            fresh.deliveries()
                    .copies()
                    .chains()
                    .beginnings()
                    .open(Samples.JOB, ledger.deliveries().copies().chains().entries(Samples.JOB, 0, 100));
            ToldCopies told = new ToldCopies();

            assertThatThrownBy(() -> fresh.history().rebuild().chains().tell(Samples.JOB, told))
                    .hasMessageContaining("is not believed");

            assertThat(told.holds()).isEmpty();
        }
    }
}
