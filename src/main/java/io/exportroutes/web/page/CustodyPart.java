package io.exportroutes.web.page;

import io.exportroutes.ledger.ChainPlaces.ChainPlace;
import io.exportroutes.ledger.PeriodFact.Act;
import io.exportroutes.ledger.ReadBack;
import io.exportroutes.ledger.ReadBackPlace;
import io.exportroutes.readback.Result;
import io.exportroutes.value.Durations;
import io.exportroutes.view.ChainView;
import io.exportroutes.view.CustodyView;
import io.exportroutes.view.CustodyView.ReadBacks;
import io.exportroutes.web.page.CopyRow.State;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a job's copies after their delivery, in the rows of its page. */
record CustodyPart(List<Read> reads, @Nullable Chain chain, List<Held> holds) {
    /** So many digits of a hash tell one head from another at a glance; the report has all of them. */
    private static final int SHORT = 16;

    /** @param policy what exports.yaml says */
    record Read(
            String destination,
            String policy,
            State state,
            @Nullable Look last,
            @Nullable Moment unread) {}

    /** @param word its level and its result, which is never to be read without the level */
    record Look(Moment at, String age, String word) {}

    /** @param end the number of its last entry, and the beginning of its hash */
    record Chain(
            String end, String sha256, Moment at, @Nullable String key, List<Place> places) {}

    record Place(String destination, State state) {}

    record Held(String export, String reason, String by, Moment since) {}

    boolean anyReads() {
        return !reads.isEmpty();
    }

    boolean anyHolds() {
        return !holds.isEmpty();
    }

    /** Null if nothing is known. */
    static @Nullable CustodyPart of(CustodyView view, ZoneId zone, Instant now) {
        return view.isEmpty()
                ? null
                : new CustodyPart(
                        view.readBacks().stream()
                                .map(one -> read(one, zone, now))
                                .toList(),
                        view.chain() == null ? null : chain(view.chain(), zone),
                        view.holds().stream().map(hold -> held(hold, zone)).toList());
    }

    private static Read read(ReadBacks one, ZoneId zone, Instant now) {
        ReadBackPlace copies = one.copies();
        return new Read(
                one.destination(),
                one.policy() == null
                        ? "none"
                        : one.policy().level().word() + " every "
                                + Durations.print(one.policy().every()),
                state(one, now),
                copies == null || copies.last() == null ? null : look(copies.last(), zone, now),
                Moment.of(one.unreadSince(), zone));
    }

    /** What is wrong comes first, and that one copy was well says nothing of the others. */
    private static State state(ReadBacks one, Instant now) {
        ReadBackPlace copies = one.copies();
        if (copies != null && copies.copies().bad() > 0) {
            return new State(copies.copies().bad() + " of " + copies.copies().all() + " bad", "bad");
        }
        Instant since = one.unreadSince();
        if (one.policy() != null && since != null && one.isOverdue(now)) {
            return new State(
                    "overdue by " + Moment.distance(since.plus(one.policy().every()), now), "bad");
        }
        if (copies == null || copies.last() == null) {
            return new State("not read yet", "idle");
        }
        Result last = copies.last().result();
        String good = one.policy() == null ? "read by hand" : "in time";
        return last.isGood() ? new State(good, "good") : new State(last.word(), "partial");
    }

    private static Look look(ReadBack last, ZoneId zone, Instant now) {
        Instant at = last.origin().endedAt();
        return new Look(
                Moment.at(at, zone),
                Moment.distance(at, now),
                last.level().word() + " " + last.result().word());
    }

    private static Chain chain(ChainView chain, ZoneId zone) {
        String sha256 = chain.head().sha256();
        return new Chain(
                chain.head().seq() + ":" + sha256.substring(0, Math.min(SHORT, sha256.length())) + "…",
                sha256,
                Moment.at(chain.at(), zone),
                chain.fingerprint(),
                chain.places().stream().map(CustodyPart::place).toList());
    }

    private static Place place(ChainPlace place) {
        boolean stopped = place.failure().message() != null;
        String css = stopped ? "bad" : place.missing() == 0 ? "good" : "partial";
        return new Place(place.destination(), new State(ChainView.state(place), css));
    }

    private static Held held(Act hold, ZoneId zone) {
        return new Held(
                hold.exportId(),
                hold.reason(),
                hold.done().by(),
                Moment.at(hold.done().at(), zone));
    }
}
