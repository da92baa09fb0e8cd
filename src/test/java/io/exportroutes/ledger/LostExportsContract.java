package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.exportroutes.api.Manifest;
import io.exportroutes.failure.ForeignCode;
import io.exportroutes.failure.GoneFailure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** LOST is what the API said, and for as long as it says so. */
abstract class LostExportsContract extends LedgerContract {
    private static final Instant LATER = Samples.NIGHT.plusSeconds(86_400);

    @BeforeEach
    void runs() {
        begun("r1");
        begun("r2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"export_gone", "export_gone", "export_unlisted", "export_renewed"})
    void whatNoDownloadSaidIsTakenAgain(String code) {
        lose(code);

        assertThat(take(Samples.manifest("exp_1"))).isTrue();

        assertThat(ledger.exports().find("exp_1").orElseThrow().owner().runId()).isEqualTo("r2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"export_expired", "export_not_found", "not_found"})
    void whatADownloadSaidHoldsUntilTheManifestChanges(String code) {
        lose(code);
        assertThat(take(Samples.manifest("exp_1"))).isFalse();

        assertThat(take(Samples.manifest("exp_1", LATER))).isTrue();
    }

    @Test
    void eachFactOfTheManifestThatChangesCounts() {
        List<Manifest> changed = List.of(
                manifest("pending", null, LATER), manifest("ready", LATER, LATER), manifest("ready", null, null));
        for (Manifest next : changed) {
            Unclaimed.of(ledger)
                    .exports()
                    .recordLost(manifest("ready", null, LATER), "crm", "r1", GONE, Spooled.NOWHERE);
            assertThat(take(manifest("ready", null, LATER))).isFalse();
            assertThat(take(next)).as(next.toString()).isTrue();
            assertThat(Unclaimed.of(ledger).exports().recordLost(next, "crm", "r2", GONE, Spooled.NOWHERE))
                    .isTrue();
            Unclaimed.of(ledger).exports().refresh(manifest("ready", null, LATER));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"guard_min_size", "artifact_corrupt", "http_403"})
    void whatAnOlderVersionDiscardedAsLostStaysClosed(String code) {
        lose(code);

        assertThat(take(Samples.manifest("exp_1", LATER))).isFalse();
    }

    @Test
    void whatIsTakenAgainIsDeliveredToWhereItWasPlanned() {
        Unclaimed.of(ledger).exports().take(Samples.manifest("exp_1"), "crm", "r1");
        Unclaimed.of(ledger).deliveries().plan("exp_1", "r1", Map.of("archive", "a", "partner", "p"), Map.of());
        Unclaimed.of(ledger).deliveries().markDead("exp_1", "partner", BROKEN);
        ledger.deliveries().discard("exp_1", "partner");
        lose("export_gone");
        assertThat(deliveryState("exp_1", "archive")).isEqualTo(DeliveryState.DISCARDED);

        assertThat(take(Samples.manifest("exp_1"))).isTrue();
        Unclaimed.of(ledger).deliveries().plan("exp_1", "r2", Map.of("archive", "other", "ops", "o"), Map.of());

        assertThat(ledger.deliveries().ofRun("r2"))
                .extracting(Delivery::destination, Delivery::state)
                .containsExactly(
                        tuple("archive", DeliveryState.PENDING),
                        tuple("ops", DeliveryState.PENDING),
                        tuple("partner", DeliveryState.DISCARDED));
    }

    @Test
    void whatWasVerifiedIsLostOnlyWhereItsBytesAreNowhere() {
        Unclaimed.of(ledger).exports().take(Samples.manifest("exp_1"), "crm", "r1");
        Unclaimed.of(ledger).exports().recordVerified("exp_1", 7, "ab".repeat(32), "node");

        assertThat(Unclaimed.of(ledger)
                        .exports()
                        .recordLost(Samples.manifest("exp_1"), "crm", "r1", GONE, Spooled.PERHAPS))
                .isFalse();
        assertThat(exportState("exp_1")).isEqualTo(ExportState.VERIFIED);
        assertThat(Unclaimed.of(ledger)
                        .exports()
                        .recordLost(Samples.manifest("exp_1"), "crm", "r1", GONE, Spooled.NOWHERE))
                .isTrue();

        assertThat(take(Samples.manifest("exp_1", LATER))).isTrue();
        ExportEntry again = ledger.exports().find("exp_1").orElseThrow();
        assertThat(again.bytes().size())
                .as("nothing is known of its bytes any more")
                .isNull();
        assertThat(again.bytes().sha256()).isNull();
        assertThat(again.bytes().verifiedAt()).isNull();
    }

    @Test
    void renewingKeepsWhatWasVerifiedUnlessItsBytesAreNowhere() {
        Unclaimed.of(ledger).exports().take(Samples.manifest("exp_1"), "crm", "r1");
        Unclaimed.of(ledger).deliveries().plan("exp_1", "r1", Map.of("archive", "a"), Map.of());
        Unclaimed.of(ledger).exports().recordVerified("exp_1", 7, "ab".repeat(32), "node");

        Unclaimed.of(ledger).runs().renew("r1", GONE, Spooled.PERHAPS);

        assertThat(exportState("exp_1")).isEqualTo(ExportState.VERIFIED);
        assertThat(deliveryState("exp_1", "archive")).isEqualTo(DeliveryState.PENDING);
    }

    @Test
    void whatARunOfItsOwnRenewsKeepsTheWordOfTheApi() {
        Unclaimed.of(ledger).exports().take(Samples.manifest("exp_1"), "crm", "r1");

        Unclaimed.of(ledger).runs().renew("r1", GONE, Spooled.NOWHERE);

        ExportEntry gone = ledger.exports().find("exp_1").orElseThrow();
        assertThat(gone.state()).isEqualTo(ExportState.LOST);
        assertThat(gone.failure().code()).isEqualTo("export_expired");
        assertThat(take(Samples.manifest("exp_1")))
                .as("the API refused its download")
                .isFalse();
    }

    @Test
    void aRunFollowsItsJobToAnotherProjectOnlyWhileItHasNothing() {
        assertThat(Unclaimed.of(ledger).runs().moveToProject("r1", "shop")).isTrue();
        assertThat(ledger.runs().find("r1").orElseThrow().origin().project()).isEqualTo("shop");
        Unclaimed.of(ledger).runs().markRequesting("r1", "name");
        assertThat(Unclaimed.of(ledger).runs().moveToProject("r1", "crm")).isFalse();

        Unclaimed.of(ledger).exports().take(Samples.manifest("exp_2"), "crm", "r2");
        assertThat(Unclaimed.of(ledger).runs().moveToProject("r2", "shop")).isFalse();
        assertThat(ledger.runs().find("r2").orElseThrow().origin().project()).isEqualTo("crm");
    }

    private void lose(String code) {
        GoneFailure failure = new GoneFailure(new ForeignCode(code), "It is gone", "Nothing", null);
        assertThat(Unclaimed.of(ledger)
                        .exports()
                        .recordLost(Samples.manifest("exp_1"), "crm", "r1", failure, Spooled.NOWHERE))
                .isTrue();
    }

    private boolean take(Manifest manifest) {
        return Unclaimed.of(ledger).exports().take(manifest, "crm", "r2");
    }

    private static Manifest manifest(String status, @Nullable Instant missing, @Nullable Instant expires) {
        return new Manifest(
                "exp_1",
                new Manifest.Scope("table_export", "crm", null, null),
                new Manifest.Artifact(null, null, null, null, null),
                new Manifest.Availability(status, null, missing, null, expires),
                "{}");
    }
}
