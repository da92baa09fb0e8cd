package io.exportroutes.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.custody.Head;
import io.exportroutes.failure.FailureNote;
import io.exportroutes.ledger.ChainPlaces.ChainPlace;
import io.exportroutes.ledger.ReadBack;
import io.exportroutes.ledger.ReadBackPlace;
import io.exportroutes.readback.Level;
import io.exportroutes.readback.ReadBackPolicy;
import io.exportroutes.readback.Result;
import io.exportroutes.view.ChainView;
import io.exportroutes.view.CustodyView;
import io.exportroutes.view.CustodyView.ReadBacks;
import io.exportroutes.web.page.CopyRow.State;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** In which words a job's page says what became of its copies. */
class CustodyPartTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final ReadBackPolicy MONTHLY = new ReadBackPolicy(
            Duration.ofDays(30), Duration.ofHours(24), ReadBackPolicy.Depth.of(Level.CONTENT), null, null);

    @Test
    void whatIsWrongComesBeforeALookThatWasWell() {
        assertThat(state(MONTHLY, 1, 40, Result.OK)).isEqualTo(new State("1 of 3 bad", "bad"));
        assertThat(state(MONTHLY, 0, 40, Result.OK)).isEqualTo(new State("overdue by 10 days", "bad"));
        assertThat(state(MONTHLY, 0, 20, Result.UNREADABLE)).isEqualTo(new State("unreadable", "partial"));
        assertThat(state(MONTHLY, 0, 20, Result.COLD)).isEqualTo(new State("cold", "partial"));
        assertThat(state(MONTHLY, 0, 20, Result.OK)).isEqualTo(new State("in time", "good"));
    }

    /** Without a policy nothing is late, and nobody says that it is in time. */
    @Test
    void whoIsReadByHandIsNeverInTime() {
        assertThat(state(null, 0, 40, Result.OK)).isEqualTo(new State("read by hand", "good"));
        assertThat(state(MONTHLY, 0, 20, null)).isEqualTo(new State("not read yet", "idle"));
    }

    @Test
    void aChainSaysWhoHasHowMuchOfIt() {
        ChainView chain = new ChainView(
                new Head("nightly", 42, "80".repeat(32)),
                NOW,
                null,
                List.of(
                        new ChainPlace("nightly", "archive", 42, 0, FailureNote.NONE),
                        new ChainPlace("nightly", "mirror", 40, 2, FailureNote.NONE),
                        new ChainPlace(
                                "nightly", "partner", 7, 35, new FailureNote("chain_disagrees", "It differs", null))));

        CustodyPart.Chain shown =
                part(new CustodyView(List.of(), chain, List.of())).chain();

        assertThat(Objects.requireNonNull(shown).end()).isEqualTo("42:8080808080808080…");
        assertThat(shown.places())
                .extracting(CustodyPart.Place::state)
                .containsExactly(
                        new State("all of it", "good"),
                        new State("up to 40, 2 behind", "partial"),
                        new State("STOPPED: It differs", "bad"));
    }

    private static State state(@Nullable ReadBackPolicy policy, int bad, int unreadDays, @Nullable Result last) {
        Instant since = NOW.minus(Duration.ofDays(unreadDays));
        ReadBackPlace place = new ReadBackPlace(
                "mirror",
                new ReadBackPlace.Copies(3, bad),
                new ReadBackPlace.Oldest(since, since),
                last == null
                        ? null
                        : new ReadBack(
                                new ReadBack.Subject("exp_1", "mirror", "key"),
                                Level.CONTENT,
                                last,
                                new ReadBack.Evidence(7, null, null),
                                new ReadBack.Origin(NOW, NOW, "1", "host")));
        return part(new CustodyView(List.of(new ReadBacks("mirror", policy, place)), null, List.of()))
                .reads()
                .get(0)
                .state();
    }

    private static CustodyPart part(CustodyView view) {
        return Objects.requireNonNull(CustodyPart.of(view, ZoneOffset.UTC, NOW));
    }
}
