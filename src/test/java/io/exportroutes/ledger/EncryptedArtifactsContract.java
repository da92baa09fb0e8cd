package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.value.Verified;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class EncryptedArtifactsContract extends LedgerContract {
    private static final String PLAIN = "ab".repeat(32);
    private static final Recipients OPS = new Recipients("0f".repeat(32), "{\"recipients\":[]}");
    private static final Verified FIRST = new Verified(300, "c1".repeat(32));
    private static final Verified ANEW = new Verified(300, "c2".repeat(32));

    @BeforeEach
    void planned() {
        transferring("r1", "exp_1");
        Unclaimed.of(ledger)
                .deliveries()
                .plan(
                        "exp_1",
                        "r1",
                        Map.of("archive", "a.age", "mirror", "m.age", "partner", "p"),
                        Map.of("archive", OPS, "mirror", OPS));
        Unclaimed.of(ledger).exports().recordVerified("exp_1", 7, PLAIN, "node");
    }

    @Test
    void aDeliveryKeepsTheRecipientsThatItWasPlannedFor() {
        Unclaimed.of(ledger)
                .deliveries()
                .plan("exp_1", "r1", Map.of("archive", "other"), Map.of("partner", new Recipients("ee", "{}")));

        assertThat(ledger.deliveries().ofExport("exp_1"))
                .extracting(delivery -> delivery.plan().recipients())
                .containsExactly(OPS.fingerprint(), OPS.fingerprint(), null);
        assertThat(ledger.exports().encrypted().recipients(OPS.fingerprint())).contains(OPS.json());
        assertThat(ledger.exports().encrypted().recipients("ee")).isEmpty();
    }

    @Test
    void severalSmallOnesArePlannedForTheirRecipientsToo() {
        transferring("r2", "exp_2");
        Unclaimed.of(ledger).batches().plan("r2", Map.of("exp_2", Map.of("archive", "b.age")), Map.of("archive", OPS));

        assertThat(ledger.deliveries()
                        .find("exp_2", "archive")
                        .orElseThrow()
                        .plan()
                        .recipients())
                .isEqualTo(OPS.fingerprint());
    }

    @Test
    void itIsEncryptedAnewOnlyWhileNoDestinationHasTheFormerBytes() {
        record(FIRST, PLAIN);
        record(ANEW, PLAIN);
        assertThat(ledger.exports().encrypted().isDelivered("exp_1", OPS.fingerprint()))
                .isFalse();

        deliver("mirror");
        assertThat(ledger.exports().encrypted().isDelivered("exp_1", OPS.fingerprint()))
                .isTrue();
        record(ANEW, PLAIN); // a repeat
        assertThatThrownBy(() -> record(FIRST, PLAIN)).hasMessageContaining("a destination has the former bytes");

        assertThat(ledger.exports().encrypted().find("exp_1", OPS.fingerprint()))
                .hasValueSatisfying(noted -> assertThat(noted.stored()).isEqualTo(ANEW));
    }

    @Test
    void whatIsInsideIsWhatWasVerified() {
        assertThatThrownBy(() -> record(FIRST, "cd".repeat(32))).hasMessageContaining("its plain bytes changed");

        assertThat(ledger.exports().encrypted().find("exp_1", OPS.fingerprint()))
                .isEmpty();
    }

    @Test
    void aCopyHasSizeAndDigestOfTheBytesThatAreStored() {
        record(FIRST, PLAIN);
        deliver("archive");
        deliver("partner");

        assertThat(ledger.deliveries().copies().newest(CopyFilter.ofExport("exp_1"), null, 9))
                .extracting(CopyEntry::stored)
                .containsExactly(
                        new CopyEntry.Stored(300, FIRST.sha256(), new Verified(7, PLAIN)),
                        new CopyEntry.Stored(7, PLAIN, null));
        assertThat(ledger.deliveries().copies().keysEver("archive")).isEqualTo(Map.of("a.age", 300L));
        CopyPlace place = new CopyPlace(Samples.run("r1").origin().job(), "archive");
        assertThat(ledger.deliveries().lastCopies().find(List.of(place)).values())
                .extracting(last -> last.stored().sha256())
                .containsExactly(FIRST.sha256());
    }

    private void record(Verified stored, String plain) {
        Unclaimed.of(ledger)
                .exports()
                .recordEncrypted(new EncryptedArtifact("exp_1", OPS.fingerprint(), stored, plain, "node"), null);
    }

    private void deliver(String destination) {
        Unclaimed.of(ledger).deliveries().markSending("exp_1", destination);
        Unclaimed.of(ledger).deliveries().recordDelivered("exp_1", destination, "there/" + destination, null);
    }
}
