package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.readback.KnownCopy;
import io.exportroutes.readback.Level;
import io.exportroutes.readback.Result;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class ReadBacksContract extends LedgerContract {
    private static final String SHA = "ab".repeat(32);
    private static final Duration HOUR = Duration.ofHours(1);

    private ReadBacks readBacks;

    @BeforeEach
    void twoCopies() {
        readBacks = ledger.deliveries().copies().readBacks();
        begun("r1");
        Unclaimed.of(ledger).exports().take(Samples.manifest("exp_1"), "crm", "r1");
        Unclaimed.of(ledger).runs().markTransferring("r1");
        Unclaimed.of(ledger).deliveries().plan("exp_1", "r1", Map.of("archive", "r1/a", "partner", "r1/a"), Map.of());
        Unclaimed.of(ledger).exports().recordVerified("exp_1", 7, SHA, "node");
        for (String destination : List.of("archive", "partner")) {
            Unclaimed.of(ledger).deliveries().markSending("exp_1", destination);
            Unclaimed.of(ledger)
                    .deliveries()
                    .recordDelivered("exp_1", destination, destination + "://r1/a", Confirmation.SIZE);
        }
    }

    @Test
    void aLookIsKeptAsItWas() {
        ReadBack found = look("archive", Level.CONTENT, Result.DIFFERENT, 0);

        readBacks.record(found);

        assertThat(readBacks.latest(List.of("exp_1"))).containsOnly(Map.entry("exp_1@archive", found));
        assertThat(readBacks.since(now(), now().plus(HOUR))).containsExactly(found);
        assertThat(readBacks.since(now().plusMillis(1), now().plus(HOUR))).isEmpty();
    }

    @Test
    void eachLookStaysAndTheLastOneCounts() {
        readBacks.record(look("archive", Level.CONTENT, Result.OK, 0));
        readBacks.record(look("archive", Level.EXISTS, Result.MISSING, 1));

        assertThat(latest()).isEqualTo(Result.MISSING);
        assertThat(readBacks.since(now(), now().plus(HOUR.multipliedBy(2)))).hasSize(2);
        assertThat(known("archive", Level.CONTENT).read())
                .as("when it was good")
                .isEqualTo(now());
    }

    /** Never more than was done: a size that is right makes no bytes good that were seen to be wrong. */
    @Test
    void aLookThatIsLessThoroughContradictsNoBadOne() {
        readBacks.record(look("archive", Level.CONTENT, Result.DIFFERENT, 0));
        readBacks.record(look("archive", Level.EXISTS, Result.OK, 1));
        assertThat(latest()).isEqualTo(Result.DIFFERENT);

        readBacks.record(look("archive", Level.CONTENT, Result.OK, 2));
        assertThat(latest()).isEqualTo(Result.OK);
    }

    /** Its bytes are as they were delivered, which is all that a look at them can say. */
    @Test
    void whatCannotBeDecryptedIsGoodOnlyOnceItWasOpened() {
        readBacks.record(look("archive", Level.CONTENT, Result.UNDECRYPTABLE, 0));
        readBacks.record(look("archive", Level.CONTENT, Result.OK, 1));
        assertThat(latest()).isEqualTo(Result.UNDECRYPTABLE);

        readBacks.record(look("archive", Level.OPENS, Result.OK, 2));
        assertThat(latest()).isEqualTo(Result.OK);
    }

    @Test
    void onlyBytesThatWereReadMakeACopyRead() {
        readBacks.record(look("archive", Level.EXISTS, Result.OK, 1));

        assertThat(known("archive", Level.CONTENT).read()).isNull();
        assertThat(known("archive", Level.EXISTS).read()).isEqualTo(now().plus(HOUR));
        assertThat(known("partner", Level.CONTENT).last()).isNull();
        assertThat(readBacks.oldest("archive", Level.CONTENT)).isEqualTo(Map.of(Samples.JOB, now()));
        assertThat(readBacks.oldest("archive", Level.EXISTS)).isEqualTo(Map.of(Samples.JOB, now().plus(HOUR)));
    }

    @Test
    void ofAJobItIsKnownAtEachDestinationWhatWasSeenLastAndWhatLongestNot() {
        ReadBack bad = look("archive", Level.CONTENT, Result.DIFFERENT, 0);
        readBacks.record(bad);
        readBacks.record(look("partner", Level.EXISTS, Result.OK, 1));
        ReadBackPlace partner = new ReadBackPlace(
                "partner",
                new ReadBackPlace.Copies(1, 0),
                new ReadBackPlace.Oldest(now(), now().plus(HOUR)),
                look("partner", Level.EXISTS, Result.OK, 1));

        assertThat(readBacks.places(Samples.JOB))
                .containsExactlyInAnyOrder(
                        new ReadBackPlace(
                                "archive", new ReadBackPlace.Copies(1, 1), new ReadBackPlace.Oldest(null, null), bad),
                        partner);
        assertThat(readBacks.places("another")).isEmpty();

        ledger.deliveries().copies().markExpiring("exp_1", "archive", "no rule keeps it");
        assertThat(readBacks.places(Samples.JOB)).containsExactly(partner);
    }

    @Test
    void whatIsKnownToBeBadIsNotAlsoUnread() {
        readBacks.record(look("archive", Level.CONTENT, Result.TRUNCATED, 0));

        assertThat(readBacks.oldest("archive", Level.CONTENT)).isEmpty();
        assertThat(readBacks.bad()).containsOnlyKeys(new CopyPlace(Samples.JOB, "archive"));
    }

    @Test
    void whatIsOutOfReachIsAMatterForSomebodyAfterAWhile() {
        readBacks.record(look("archive", Level.EXISTS, Result.UNREADABLE, 0));
        readBacks.record(look("archive", Level.EXISTS, Result.UNREADABLE, 1));
        readBacks.record(look("partner", Level.EXISTS, Result.COLD, 1));
        assertThat(readBacks.bad()).isEmpty();

        readBacks.record(look("archive", Level.EXISTS, Result.UNREADABLE, 2));
        assertThat(readBacks.bad()).hasSize(1);

        readBacks.record(look("archive", Level.CONTENT, Result.OK, 3));
        assertThat(readBacks.bad()).isEmpty();
    }

    @Test
    void theBytesOfEachDayAreCounted() {
        readBacks.record(look("archive", Level.CONTENT, Result.OK, 0));
        readBacks.record(look("archive", Level.CONTENT, Result.OK, 24));
        readBacks.record(look("archive", Level.CONTENT, Result.OK, 24));
        readBacks.record(look("partner", Level.CONTENT, Result.OK, 0));

        LocalDate day = LocalDate.parse(now().toString().substring(0, 10));
        assertThat(readBacks.bytes("archive", now())).isEqualTo(Map.of(day, 7L, day.plusDays(1), 14L));
    }

    @Test
    void oneReaderAtATimeReadsAtADestination() {
        assertThat(readBacks.claim("archive", "one", HOUR)).isTrue();
        assertThat(readBacks.claim("archive", "one", HOUR)).as("again").isTrue();
        assertThat(readBacks.claim("archive", "other", HOUR)).isFalse();
        assertThat(readBacks.claim("partner", "other", HOUR)).isTrue();

        clock.advanceSeconds(HOUR.toSeconds() + 1);
        assertThat(readBacks.claim("archive", "other", HOUR)).as("one has died").isTrue();
        readBacks.release("archive", "one");
        assertThat(readBacks.claim("archive", "one", HOUR)).isFalse();
        readBacks.release("archive", "other");
        assertThat(readBacks.claim("archive", "one", HOUR)).isTrue();
    }

    @Test
    void aRepairThatBrokeOffGoesOnUnderTheSameKey() {
        Repairs repairs = ledger.deliveries().copies().repairs();
        Repair repair = repairs.begin(repair("r1/a.repaired-1"));

        assertThat(repairs.begin(repair("r1/a.repaired-2"))).isEqualTo(repair);
        assertThat(ledger.deliveries().copies().keysEver("archive"))
                .isEqualTo(Map.of("r1/a", 7L, "r1/a.repaired-1", -1L));
        repairs.finish(repair, "archive://r1/a.repaired-1", Confirmation.CHECKSUM);

        assertThat(repairs.open("exp_1", "archive")).isEmpty();
        assertThat(repairs.since(now(), now().plusMillis(1)))
                .extracting(Repair::keys)
                .containsExactly(repair.keys());
        assertThat(ledger.deliveries().find("exp_1", "archive")).hasValueSatisfying(delivery -> {
            assertThat(delivery.plan().key()).isEqualTo("r1/a.repaired-1");
            assertThat(delivery.receipt().location()).isEqualTo("archive://r1/a.repaired-1");
            assertThat(delivery.receipt().confirmation()).isEqualTo(Confirmation.CHECKSUM);
        });
        assertThat(ledger.deliveries().copies().keysEver("archive"))
                .as("evidence is not foreign")
                .isEqualTo(Map.of("r1/a", -1L, "r1/a.repaired-1", 7L));
        assertThatThrownBy(() -> repairs.finish(repair, "archive://r1/a.repaired-1", null))
                .hasMessageContaining("is no longer under r1/a");
    }

    private static Repair repair(String key) {
        return new Repair("exp_1", "archive", new Repair.Keys("r1/a", key), "Ada", null);
    }

    private Result latest() {
        ReadBack latest = readBacks.latest(List.of("exp_1")).get("exp_1@archive");
        assertThat(latest).isNotNull();
        return latest.result();
    }

    private KnownCopy known(String destination, Level level) {
        List<KnownCopy> all = new ArrayList<>();
        readBacks.known(destination, level, all::add);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private Instant now() {
        return clock.instant();
    }

    private ReadBack look(String destination, Level level, Result result, int hour) {
        Instant at = now().plus(HOUR.multipliedBy(hour));
        return new ReadBack(
                new ReadBack.Subject("exp_1", destination, "r1/a"),
                level,
                result,
                new ReadBack.Evidence(7, SHA, "as it was found"),
                new ReadBack.Origin(at, at, "1.0", "host"));
    }
}
