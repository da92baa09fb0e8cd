package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exportroutes.chain.SignerList;
import io.exportroutes.custody.AllowedSigners;
import io.exportroutes.custody.ChainReport;
import io.exportroutes.custody.ChainVerifier;
import io.exportroutes.custody.Entry;
import io.exportroutes.custody.Head;
import io.exportroutes.custody.Keys;
import io.exportroutes.custody.Notary;
import io.exportroutes.custody.Position;
import io.exportroutes.custody.PublicKey;
import io.exportroutes.custody.SigningKey;
import io.exportroutes.custody.StoredEntry;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.Verified;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An entry and what it tells are written together; numbers have no holes, whoever writes. */
@SuppressWarnings("NullAway.Init")
abstract class ChainsContract extends LedgerContract {
    private static final Verified BYTES = new Verified(7, "ab".repeat(32));
    private static final String JOB = Samples.run("r1").job();

    private SigningKey key;
    private SigningKey next;
    private Chains chains;

    @BeforeEach
    void sign(@TempDir Path folder) throws Exception {
        key = SigningKey.read(Keys.file(folder, "Ed25519"));
        next = SigningKey.read(Keys.file(folder, "Ed25519"));
        chains = ledger.deliveries().copies().chains();
        chains.signBy(new Notary("a@example.com", "ab".repeat(32), () -> key, null));
        chains.beginnings().open(JOB, List.of());
    }

    private static ChainEvent stored(String export, Verified bytes) {
        return ChainEvent.stored(JOB, export, (entry, now) -> entry.putObject("artifact")
                .put("name", export)
                .put("size", bytes.size())
                .put("sha256", bytes.sha256()));
    }

    private void verify(String export, Verified bytes) {
        Unclaimed.of(ledger).exports().recordVerified(export, bytes, "node", stored(export, bytes));
    }

    private void delivered(String export, String... destinations) {
        for (String destination : destinations) {
            DeliveryWriter deliveries = Unclaimed.of(ledger).deliveries();
            deliveries.plan(export, "r1", java.util.Map.of(destination, "key-" + export), java.util.Map.of());
            deliveries.markSending(export, destination);
            deliveries.recordDelivered(export, destination, "file:" + destination + export, Confirmation.SIZE);
        }
    }

    private List<Entry> entries() {
        return chains.entries(JOB, 0, 100).stream()
                .map(entry -> Entry.read(entry.entry()))
                .toList();
    }

    private ChainReport report(SigningKey... trusted) {
        String list = java.util.Arrays.stream(trusted)
                .map(one -> AllowedSigners.line("a@example.com", one.publicKey(), null, null) + "\n")
                .reduce("", String::concat);
        return new ChainVerifier(AllowedSigners.parse(list), List.of())
                .verify(JOB, () -> chains.entries(JOB, 0, 100).stream(), entry -> {});
    }

    @Test
    void anArtifactIsAnEntryOnceAndTheKeyIsTheFirst() {
        transferring("r1", "exp_1");

        verify("exp_1", BYTES);
        verify("exp_1", BYTES); // a repeat after a crash

        assertThat(entries()).extracting(Entry::event).containsExactly("key", "stored");
        assertThat(chains.stored("exp_1", BYTES.sha256()).orElseThrow().seq()).isEqualTo(2);
        assertThat(chains.stored("exp_1", "cd".repeat(32))).isEmpty();
        assertThat(chains.head(JOB).map(Head::seq)).contains(2L);
        assertThat(report(key).findings()).isEmpty();
    }

    /** What destinations never had may still change: both are in the chain, and the sidecar is that of the bytes. */
    @Test
    void otherBytesAreAnotherEntry() {
        Verified other = new Verified(8, "cd".repeat(32));
        transferring("r1", "exp_1");

        verify("exp_1", BYTES);
        verify("exp_1", other);

        assertThat(chains.stored("exp_1", BYTES.sha256()).orElseThrow().seq()).isEqualTo(2);
        assertThat(chains.stored("exp_1", other.sha256()).orElseThrow().seq()).isEqualTo(3);
    }

    @Test
    void whatIsNotWrittenIsNotTold() {
        transferring("r1", "exp_1");
        update("update exports set state = 'DISCARDED' where id = 'exp_1'");

        assertThatThrownBy(() -> verify("exp_1", BYTES)).isInstanceOf(PermanentFailure.class);

        assertThat(entries()).isEmpty();
    }

    @Test
    void whatBecomesOfACopyNamesTheEntryThatStoredIt() {
        transferring("r1", "exp_1");
        verify("exp_1", BYTES);
        delivered("exp_1", "archive");
        Copies copies = ledger.deliveries().copies();

        copies.holds().place("exp_1", "audit", "olga");
        assertThat(copies.markExpiring("exp_1", "archive", "no rule keeps it")).isFalse();
        copies.holds().lift("exp_1", "olga");
        copies.holds().lift("exp_1", "olga"); // nothing is held any more
        assertThat(copies.markExpiring("exp_1", "archive", "no rule keeps it")).isTrue();
        copies.markExpiring("exp_1", "archive", "no rule keeps it");

        assertThat(entries()).extracting(Entry::event).containsExactly("key", "stored", "held", "released", "expired");
        assertThat(entries().subList(2, 5)).extracting(Entry::entries).containsOnly(List.of(2L));
        assertThat(entries().get(4).json().toString()).contains("\"destination\":\"archive\"", "no rule keeps it");
    }

    @Test
    void manyWritersLeaveNoHole() throws Exception {
        begun("r1");
        for (int i = 0; i < 8; i++) {
            Unclaimed.of(ledger).exports().take(Samples.manifest("exp_" + i), "crm", "r1");
        }
        AtomicInteger number = new AtomicInteger();

        atOnce(() -> {
            String export = "exp_" + number.getAndIncrement();
            verify(export, BYTES);
            return export;
        });

        assertThat(report(key).findings()).isEmpty();
        assertThat(report(key).size()).isEqualTo(9);
    }

    @Test
    void theKeyBeforeHandsOver() {
        transferring("r1", "exp_1");
        verify("exp_1", BYTES);
        chains.signBy(new Notary("a@example.com", "ab".repeat(32), () -> next, () -> key));

        verify("exp_1", new Verified(8, "cd".repeat(32)));

        assertThat(entries()).extracting(Entry::event).containsExactly("key", "stored", "key", "stored");
        assertThat(report(key).findings()).isEmpty();
        assertThat(chains.places().keys())
                .extracting(one -> one.key() + (one.until() == null ? "" : " until"))
                .containsExactlyInAnyOrder(
                        key.publicKey() + " until", next.publicKey().toString());
    }

    @Test
    void anotherKeyTellsNothingUntilAPersonSaysSo() {
        transferring("r1", "exp_1");
        verify("exp_1", BYTES);
        chains.signBy(new Notary("a@example.com", "ab".repeat(32), () -> next, null));

        assertThatThrownBy(() -> verify("exp_1", new Verified(8, "cd".repeat(32))))
                .isInstanceOfSatisfying(PermanentFailure.class, failure -> assertThat(failure.is(FailureCode.CHAIN_KEY))
                        .isTrue());
        assertThat(ledger.exports().find("exp_1").orElseThrow().bytes().size())
                .as("all or nothing")
                .isEqualTo(7);

        Head head = chains.beginnings().adopt(JOB, "it was lost", "olga");

        assertThat(head.seq()).isEqualTo(3);
        verify("exp_1", new Verified(8, "cd".repeat(32)));
        assertThat(entries()).extracting(Entry::event).containsExactly("key", "stored", "gap", "stored");
        assertThat(report(key, next).findings()).isEmpty();
        assertThat(report(key).findings()).isNotEmpty();
    }

    @Test
    void aChainThatDestinationsHaveGoesOn() {
        transferring("r1", "exp_1");
        verify("exp_1", BYTES);
        List<StoredEntry> there = chains.entries(JOB, 0, 100);
        chains.beginnings().forget(JOB);
        assertThat(chains.isOpen(JOB)).isFalse();

        chains.beginnings().open(JOB, there);
        chains.beginnings().open(JOB, List.of()); // another node did it as well

        assertThat(chains.head(JOB).map(Head::seq)).contains(2L);
        verify("exp_1", new Verified(8, "cd".repeat(32)));
        assertThat(report(key).findings()).isEmpty();
        assertThat(PublicKey.parse(chains.places().keys().get(0).key())).contains(key.publicKey());
    }

    /** Which of them comes first says nothing about when the key that both had began and ended. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aKeyOfSeveralChainsCountsForAllOfThem(boolean longFirst) {
        Map<String, List<StoredEntry>> there = new LinkedHashMap<>();
        there.put(longFirst ? "long" : "short", longFirst ? handedOver("long", 1, 9) : handedOver("short", 3, 5));
        there.put(longFirst ? "short" : "long", longFirst ? handedOver("short", 3, 5) : handedOver("long", 1, 9));

        there.forEach(chains.beginnings()::open);

        there.forEach((chain, entries) -> assertThat(new ChainVerifier(
                                AllowedSigners.parse(
                                        SignerList.of(chains.places().keys())),
                                List.of())
                        .verify(chain, () -> entries.stream(), entry -> {})
                        .findings())
                .isEmpty());
    }

    private List<StoredEntry> handedOver(String chain, int from, int until) {
        Notary before = new Notary("a@example.com", "ab".repeat(32), () -> key, null);
        Notary after = new Notary("a@example.com", "ab".repeat(32), () -> next, () -> key);
        StoredEntry first = before.first(Position.first(chain, day(from)));
        StoredEntry last = after.handOver(
                Position.after(Head.of(chain, 1, first.entry()), day(until)),
                key.publicKey().toString());
        return List.of(first, last);
    }

    private static Instant day(int day) {
        return Instant.parse("2026-06-0" + day + "T02:00:00Z");
    }

    @Test
    void aPlaceNeverHasLessThanItConfirmed() {
        transferring("r1", "exp_1");
        verify("exp_1", BYTES);
        chains.places().add(JOB, Set.of("archive", "mirror"));
        Head head = chains.head(JOB).orElseThrow();

        chains.places().confirm("archive", head);
        chains.places().confirm("archive", new Head(JOB, 1, "ab".repeat(32)));
        chains.places().add(JOB, Set.of("archive", "mirror"));

        assertThat(chains.places().behind("archive")).isEmpty();
        assertThat(chains.places().behind("mirror")).singleElement().satisfies(place -> assertThat(place.missing())
                .isEqualTo(2));
        chains.places().stop(JOB, "mirror", new PermanentFailure(FailureCode.CHAIN_DISAGREES, "Another entry", "Look"));
        assertThat(chains.places().behind("mirror")).isEmpty();
        assertThat(chains.places().stopped()).hasSize(1);
        chains.places().stop(JOB, "mirror", null);
        assertThat(chains.places().behind("mirror")).hasSize(1);
    }
}
