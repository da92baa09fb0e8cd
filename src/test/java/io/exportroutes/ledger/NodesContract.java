package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Issue 8, point 6: which node of a shared ledger goes on with a run whose verified bytes are in a spool. */
abstract class NodesContract extends LedgerContract {
    private static final Duration LEASE = Duration.ofSeconds(10);

    @BeforeEach
    void theFirstHasSomeOfIt() {
        begun("r1");
        ledger.nodes().seen("first");
        ledger.nodes().seen("second");
        verified("exp_1", "first");
    }

    @Test
    void theLivingNodeThatHasTheBytesIsWaitedFor() {
        assertThat(ledger.nodes().anotherNodeHasBytes("r1", "second", LEASE)).isTrue();
        assertThat(ledger.nodes().anotherNodeHasBytes("r1", "first", LEASE)).isFalse();

        clock.advanceSeconds(11);
        assertThat(ledger.nodes().anotherNodeHasBytes("r1", "second", LEASE)).isFalse();
    }

    @Test
    void aNodeThatStoppedIsNotWaitedFor() {
        ledger.nodes().gone("first");

        assertThat(ledger.nodes().anotherNodeHasBytes("r1", "second", LEASE)).isFalse();
    }

    /** Else both would put the run back for ever. */
    @Test
    void ofTwoThatHaveSomeOfItEachNobodyWaitsForTheOther() {
        verified("exp_2", "second");

        assertThat(ledger.nodes().anotherNodeHasBytes("r1", "first", LEASE)).isFalse();
        assertThat(ledger.nodes().anotherNodeHasBytes("r1", "second", LEASE)).isFalse();
        assertThat(ledger.nodes().anotherNodeHasBytes("r1", "third", LEASE)).isTrue();
    }

    @Test
    void whatIsSettledIsWaitedForNoMore() {
        Unclaimed.of(ledger).deliveries().markDead("exp_1", "archive", BROKEN);

        assertThat(ledger.nodes().anotherNodeHasBytes("r1", "second", LEASE)).isFalse();
    }

    @Test
    void aNodeOfLongAgoIsForgotten() {
        clock.advanceSeconds(100);
        ledger.nodes().seen("second");

        ledger.nodes().forget(Duration.ofSeconds(50));

        assertThat(ledger.nodes().anotherNodeHasBytes("r1", "second", Duration.ofDays(1)))
                .isFalse();
    }

    private void verified(String export, String node) {
        Unclaimed.of(ledger).exports().take(Samples.manifest(export), "crm", "r1");
        Unclaimed.of(ledger).deliveries().plan(export, "r1", Map.of("archive", "key of " + export), Map.of());
        Unclaimed.of(ledger).exports().recordVerified(export, 7, "ab".repeat(32), node);
    }
}
