package io.exportroutes.retention;

import io.exportroutes.retention.Doubt.Kind;
import io.exportroutes.retention.Facts.Clock;
import io.exportroutes.retention.Facts.ForeignObject;
import io.exportroutes.retention.Facts.Listing;
import io.exportroutes.value.Durations;
import io.exportroutes.value.Visible;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What speaks against any expiry. */
final class Doubts {
    /** What clocks of machines that are looked after stay within; S3 itself refuses requests at 15 minutes. */
    private static final Duration LARGEST_DIFFERENCE = Duration.ofMinutes(5);

    private final List<Doubt> found = new ArrayList<>();

    private Doubts() {}

    /** All of them, in a fixed order, except {@link #tooMany}. */
    static List<Doubt> of(List<StoredRun> runs, Optional<StoredRun> newestGood, Instant now, Facts facts) {
        Doubts doubts = new Doubts();
        doubts.listing(facts.listing());
        doubts.sameKey(runs, facts.listing());
        doubts.clock(now, facts.clock());
        doubts.success(newestGood, Optional.ofNullable(facts.lastSuccess()));
        return doubts.found;
    }

    static Optional<Doubt> tooMany(int expiring, int all, RetentionPolicy policy, Facts.Limit limit) {
        return limit.isExceeded(expiring, all, policy.rules())
                ? Optional.of(new Doubt(
                        Kind.TOO_MANY,
                        "%d of %d runs would expire at once, more than %d or %d %%: a person has to agree"
                                .formatted(expiring, all, limit.runs(), limit.percent())))
                : Optional.empty();
    }

    private void listing(Listing listing) {
        if (!listing.complete()) {
            add(Kind.LISTING_INCOMPLETE, "the listing did not finish");
        }
        int missing = listing.missing().size();
        if (missing == 1) {
            add(Kind.COPIES_MISSING, "the listing misses " + Visible.text(listing.firstMissing()));
        } else if (missing > 1) {
            String others = ", the first is " + Visible.text(listing.firstMissing());
            add(Kind.COPIES_MISSING, "the listing misses " + missing + " known copies" + others);
        }
    }

    /** To delete one of two copies with the same key would delete both. */
    private void sameKey(List<StoredRun> runs, Listing listing) {
        Set<String> seen = new HashSet<>();
        Stream<String> copies =
                runs.stream().flatMap(run -> run.copies().stream().map(Copy::key));
        Stream.concat(copies, listing.foreign().stream().map(ForeignObject::key))
                .filter(key -> !seen.add(key))
                .min(String::compareTo)
                .ifPresent(key -> add(Kind.SAME_KEY, "two objects have the key " + Visible.text(key)));
    }

    private void clock(Instant now, Clock clock) {
        if (clock.newestKnown() != null && now.isBefore(clock.newestKnown())) {
            add(
                    Kind.CLOCK_BEHIND,
                    "this machine's clock says " + now + ", but something is known of " + clock.newestKnown());
        }
        Duration difference = clock.destinations() == null
                ? Duration.ZERO
                : Duration.between(now, clock.destinations()).abs();
        if (difference.compareTo(LARGEST_DIFFERENCE) > 0) {
            add(
                    Kind.CLOCKS_DIFFER,
                    "this machine's clock differs from the destination's by "
                            + Durations.print(Duration.ofSeconds(difference.toSeconds())));
        }
    }

    private void success(Optional<StoredRun> newestGood, Optional<Instant> lastSuccess) {
        if (lastSuccess.isEmpty()) {
            add(Kind.NO_SUCCESS, "the job has never succeeded here");
        } else if (newestGood.isPresent() && newestGood.get().time().isBefore(lastSuccess.get())) {
            add(
                    Kind.LAST_SUCCESS_NOT_GOOD,
                    "the copy of the last success, " + lastSuccess.get() + ", is not a good one");
        }
    }

    private void add(Kind kind, String text) {
        found.add(new Doubt(kind, text));
    }
}
