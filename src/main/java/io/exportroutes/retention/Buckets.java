package io.exportroutes.retention;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The buckets of one rule, each with the newest good run in it. */
final class Buckets {
    private final Rule rule;
    private final int count;
    private final Map<Object, Place> places = new HashMap<>();
    private final @Nullable StoredRun oldest;

    /** @param good the runs that count, the newest first */
    Buckets(Rule rule, int count, List<StoredRun> good) {
        this.rule = rule;
        this.count = count;
        good.stream().takeWhile(run -> places.size() < count).forEach(this::add);
        this.oldest = places.size() < count && !good.isEmpty() ? good.get(good.size() - 1) : null;
    }

    private void add(StoredRun run) {
        places.putIfAbsent(bucket(run), new Place(run, places.size() + 1));
    }

    /** Why the rule keeps the run; empty if it does not. */
    Optional<String> reason(StoredRun run) {
        return run.isGood() ? ofGood(run) : ofOther(run);
    }

    /** The newest of its bucket; or the oldest of all, while there are fewer buckets than the rule has. */
    private Optional<String> ofGood(StoredRun run) {
        Place place = places.get(bucket(run));
        if (place != null && place.run.equals(run)) {
            return Optional.of(numbered(place.number));
        }
        return run.equals(oldest) ? Optional.of("oldest " + rule.word()) : Optional.empty();
    }

    /** As if it alone were good as well: it takes nobody's place, and stays as long as it would. */
    private Optional<String> ofOther(StoredRun run) {
        Place place = places.get(bucket(run));
        if (place != null && place.run.isNewerThan(run)) {
            return Optional.empty();
        }
        long newer = places.values().stream()
                .filter(each -> each.run.isNewerThan(run))
                .count();
        return newer < count ? Optional.of("would be " + numbered(newer + 1)) : Optional.empty();
    }

    private Object bucket(StoredRun run) {
        return rule.bucket(run.local(), run.id());
    }

    private String numbered(long number) {
        return rule.word() + " " + number + " of " + count;
    }

    private record Place(StoredRun run, int number) {}
}
