package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the nodes know of the base directories of their destinations. */
abstract class BaseDirectoriesContract extends LedgerContract {
    private static final String PLACE = "/mnt/backups";
    private static final KnownDirectory THERE = new KnownDirectory(PLACE, null, false, null);
    private static final KnownDirectory BEGUN = new KnownDirectory(PLACE, "begun", false, "ext4 /dev/sdb1");
    private static final KnownDirectory MARKED = new KnownDirectory(PLACE, "marked", true, "nfs4 nas:/backups");

    @Test
    void aDirectoryIsUnknownUntilItIsNoted() {
        assertThat(find()).isEmpty();
        assertThat(note(THERE)).isEqualTo(THERE);
        assertThat(find()).hasValue(THERE);
    }

    @Test
    void eachDestinationAndEachPlaceIsKnownByItself() {
        note(MARKED);
        assertThat(ledger.deliveries().baseDirectories().find("partner", PLACE)).isEmpty();
        assertThat(ledger.deliveries().baseDirectories().find("mirror", "/mnt/other"))
                .isEmpty();
    }

    @Test
    void ofSeveralNodesTheFirstChoosesTheId() throws Exception {
        List<String> ids = atOnce(() -> {
            String mine = UUID.randomUUID().toString();
            return String.valueOf(
                    note(new KnownDirectory(PLACE, mine, false, null)).markerId());
        });
        assertThat(ids).containsOnly(String.valueOf(find().orElseThrow().markerId()));
    }

    @Test
    void aMarkerThatWasThereBeforeTakesThePlaceOfTheOneThatWasBegun() {
        note(THERE);
        assertThat(note(BEGUN)).isEqualTo(BEGUN);
        assertThat(note(MARKED)).isEqualTo(MARKED);
    }

    @Test
    void aMarkerThatWasSeenStays() {
        note(MARKED);
        for (KnownDirectory later : List.of(THERE, BEGUN, new KnownDirectory(PLACE, "another", true, null))) {
            assertThat(note(later)).isEqualTo(MARKED);
        }
    }

    /** Applications without a ledger go by the record alone. */
    @Test
    void theRecordSaysTheSameAsTheLedger() {
        List<KnownDirectory> all = List.of(THERE, BEGUN, new KnownDirectory(PLACE, "other", false, null), MARKED);
        for (KnownDirectory first : all) {
            for (KnownDirectory second : all) {
                ledger.deliveries().baseDirectories().forget("mirror");
                note(first);
                assertThat(note(second)).isEqualTo(first.and(second));
            }
        }
    }

    @Test
    void whatIsForgottenIsUnknown() {
        note(MARKED);
        assertThat(ledger.deliveries().baseDirectories().forget("mirror")).isTrue();
        assertThat(ledger.deliveries().baseDirectories().forget("mirror")).isFalse();
        assertThat(find()).isEmpty();
    }

    private KnownDirectory note(KnownDirectory directory) {
        return ledger.deliveries().baseDirectories().note("mirror", directory);
    }

    private Optional<KnownDirectory> find() {
        return ledger.deliveries().baseDirectories().find("mirror", PLACE);
    }
}
