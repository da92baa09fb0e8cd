package io.exportroutes.view;

import io.exportroutes.ledger.PeriodFact.Act;
import io.exportroutes.ledger.ReadBack;
import io.exportroutes.value.Durations;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a job's copies after their delivery, as the API has it; programs read this, so its keys stay as they are. */
public record CustodyJson(
        String job, List<Place> readBacks, @Nullable ChainJson chain, List<Hold> holds) {
    /** @param bad how many copies are certainly of no use */
    record Place(
            String destination,
            long copies,
            long bad,
            Due due,
            @Nullable Look last) {}

    /**
     * @param every within which time each copy is read again, and null where exports.yaml does not say
     * @param unreadSince since when one of them was not
     */
    record Due(@Nullable String every, @Nullable String unreadSince, boolean overdue) {}

    /** The newest look at one of the copies; it says no more than its level. */
    record Look(
            String exportId,
            String at,
            String level,
            String result,
            @Nullable String detail) {}

    record Hold(String exportId, String reason, String by, String at) {}

    public static CustodyJson of(String job, CustodyView view, Instant now) {
        return new CustodyJson(
                job,
                view.readBacks().stream().map(one -> place(one, now)).toList(),
                view.chain() == null ? null : ChainJson.of(view.chain()),
                view.holds().stream().map(CustodyJson::hold).toList());
    }

    private static Place place(CustodyView.ReadBacks one, Instant now) {
        return new Place(
                one.destination(),
                one.copies() == null ? 0 : one.copies().copies().all(),
                one.copies() == null ? 0 : one.copies().copies().bad(),
                new Due(
                        one.policy() == null
                                ? null
                                : Durations.print(one.policy().every()),
                        Json.time(one.unreadSince()),
                        one.isOverdue(now)),
                one.copies() == null ? null : look(one.copies().last()));
    }

    private static @Nullable Look look(@Nullable ReadBack last) {
        return last == null
                ? null
                : new Look(
                        last.subject().exportId(),
                        last.origin().endedAt().toString(),
                        last.level().word(),
                        last.result().word(),
                        last.evidence().detail());
    }

    private static Hold hold(Act hold) {
        return new Hold(
                hold.exportId(),
                hold.reason(),
                hold.done().by(),
                hold.done().at().toString());
    }
}
