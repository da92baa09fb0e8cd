package io.exportroutes.view;

import io.exportroutes.overdue.ExpectedCopy;
import io.exportroutes.value.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is there of a job at its destinations, in a few words and as JSON. */
public final class CopyStates {
    private static final Duration HOUR = Duration.ofHours(1);

    private CopyStates() {}

    /**
     * One destination as {@code --output json} has it.
     *
     * @param goodAsOf what the newest copy stands for; null if there is none
     * @param overdueFrom from when on the next one counts as overdue; null if none is expected
     */
    public record Place(
            String destination,
            @Nullable String goodAsOf,
            @Nullable String location,
            @Nullable String overdueFrom,
            boolean overdue) {}

    /** {@code ok}, {@code none yet}, {@code paused}, or where it is overdue and for how long. */
    public static String text(List<ExpectedCopy> copies, Instant now) {
        List<ExpectedCopy> overdue =
                copies.stream().filter(copy -> copy.overdue(now)).toList();
        if (!overdue.isEmpty()) {
            return "overdue " + longest(overdue, now)
                    + overdue.stream()
                            .map(copy -> copy.place().destination())
                            .collect(Collectors.joining(", ", ": ", ""));
        }
        if (copies.stream().anyMatch(copy -> copy.paused() != null)) {
            return "paused";
        }
        return copies.stream().anyMatch(copy -> copy.goodAsOf() == null) ? "none yet" : "ok";
    }

    private static String longest(List<ExpectedCopy> overdue, Instant now) {
        Duration longest = overdue.stream()
                .flatMap(copy -> Optional.ofNullable(copy.overdueFrom()).stream())
                .map(from -> Duration.between(from, now))
                .reduce(Duration.ZERO, (one, other) -> one.compareTo(other) > 0 ? one : other);
        return longest.compareTo(HOUR) < 0
                ? Math.max(1, longest.toMinutes()) + "m"
                : Durations.print(Duration.ofHours(longest.toHours()));
    }

    /** Each destination, in the order of exports.yaml. */
    public static List<Place> json(List<ExpectedCopy> copies, Instant now) {
        return copies.stream()
                .map(copy -> new Place(
                        copy.place().destination(),
                        Json.time(copy.goodAsOf()),
                        copy.last() == null ? null : copy.last().stored().location(),
                        Json.time(copy.overdueFrom()),
                        copy.overdue(now)))
                .toList();
    }
}
