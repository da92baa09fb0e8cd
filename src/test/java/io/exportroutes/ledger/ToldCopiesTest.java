package io.exportroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.exportroutes.custody.Entry;
import io.exportroutes.custody.Event;
import io.exportroutes.custody.Head;
import io.exportroutes.custody.Position;
import io.exportroutes.readback.Level;
import io.exportroutes.readback.Result;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToldCopiesTest {
    private static final Instant NOW = Instant.parse("2026-11-20T02:00:00Z");

    private final ToldCopies told = new ToldCopies();
    private long last = 1;

    private static ObjectNode of(String export) {
        return Entry.begin(Position.first("x", NOW), Event.HELD)
                .removeAll()
                .put("export", export)
                .put("reason", "why")
                .put("by", "Ada");
    }

    private static ObjectNode at(String destination) {
        return of("exp_1").put("destination", destination);
    }

    private Entry entry(Event event, ObjectNode fields) {
        ObjectNode entry =
                Entry.begin(Position.after(new Head("nightly", last++, "ab".repeat(32)), NOW.plusSeconds(last)), event);
        entry.setAll(fields);
        return Entry.read(Entry.bytes(entry));
    }

    private void add(Event event, ObjectNode fields) {
        told.add(entry(event, fields));
    }

    @Test
    void aHoldIsOpenUntilItsExportIsReleased() {
        add(Event.HELD, of("exp_1"));
        add(Event.HELD, of("exp_2"));
        add(Event.RELEASED, of("exp_1"));
        add(Event.HELD, of("exp_1").put("reason", "again"));

        assertThat(told.of("exp_1", "archive").holds())
                .containsExactly(new Holds.Hold("nightly#5", "exp_1", "again", "Ada", NOW.plusSeconds(5)));
        assertThat(told.holds()).extracting(Holds.Hold::exportId).containsExactly("exp_2", "exp_1");
    }

    @Test
    void whatEndedACopyEndedItThereAlone() {
        add(Event.EXPIRED, at("archive"));
        add(Event.LOST, at("mirror"));
        add(Event.LOST, of("exp_2").put("run", "r2")); // the API no longer had it: no copy was lost

        assertThat(told.of("exp_1", "archive").gone()).isEqualTo(new CopyFate.Gone("why", NOW.plusSeconds(2), null));
        assertThat(told.of("exp_1", "mirror").gone())
                .isEqualTo(new CopyFate.Gone("lost: why", NOW.plusSeconds(3), "Ada"));
        assertThat(told.of("exp_1", "vault")).isEqualTo(CopyFate.NONE);
        assertThat(told.of("exp_2", "mirror")).isEqualTo(CopyFate.NONE);
        assertThat(told.knowsOfGone()).isTrue();
    }

    /** A look is one at the key under which the copy was at that time. */
    @Test
    void whatWasRepairedHasItsLastKeyAndTheOthersAreEvidence() {
        add(Event.REPAIRED, at("archive").put("old_key", "a").put("new_key", "a1"));
        add(Event.REPAIRED, at("archive").put("old_key", "a1").put("new_key", "a2"));

        CopyFate fate = told.of("exp_1", "archive");
        assertThat(List.of("a", "a1", "a2"))
                .filteredOn(key -> !fate.isEvidence(key))
                .containsExactly("a2");
        assertThat(CopyFate.NONE.isEvidence("a")).isFalse();
        ObjectNode day = of("exp_1").put("destination", "archive").put("day", "2026-11-20");
        for (int second : List.of(9, 0, 2)) {
            day.withArray("copies")
                    .addObject()
                    .put("export", "exp_1")
                    .put("level", "content")
                    .put("result", "no-sidecar")
                    .put("at", NOW.plusSeconds(second).toString());
        }
        ToldCopies.Day found = told.readBacks(entry(Event.READ_BACK, day));
        assertThat(found.looks()).extracting(look -> look.subject().key()).containsExactly("a", "a1", "a2");
        assertThat(found.looks())
                .allMatch(look -> look.level() == Level.CONTENT && look.result() == Result.NO_SIDECAR)
                .isSortedAccordingTo(
                        java.util.Comparator.comparing(look -> look.origin().endedAt()));
    }

    @Test
    void whatIsNoEventOfACopyTellsNothing() {
        add(Event.GAP, of("exp_1"));
        assertThat(told.of("exp_1", "archive")).isEqualTo(CopyFate.NONE);
    }

    @Test
    void anEntryWithoutItsFieldsIsRefused() {
        assertThatThrownBy(() -> add(Event.EXPIRED, of("exp_1"))).hasMessage("its destination is missing or wrong");
        ObjectNode day = of("exp_1").put("destination", "archive").put("day", "2026-11-32");
        assertThatThrownBy(() -> told.readBacks(entry(Event.READ_BACK, day)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
