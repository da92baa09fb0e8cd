package io.exportroutes.retention;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The copies that one run has at the destination. A plan has one of each id, so that the id tells them apart.
 *
 * @param local the same time in the zone of the job
 * @param standing the worst of its copies
 */
record StoredRun(String id, Instant time, ZonedDateTime local, List<Copy> copies, Standing standing) {
    private static final Comparator<StoredRun> NEWEST_FIRST =
            Comparator.comparing(StoredRun::time, Comparator.reverseOrder()).thenComparing(StoredRun::id);
    private static final Comparator<Copy> BY_KEY = Comparator.comparing(Copy::key)
            .thenComparing(Copy::size)
            .thenComparing(Copy::standing)
            .thenComparing(copy -> copy.protection().toString());

    /** The newest first; equal copies in another order make equal runs in the same order. */
    static List<StoredRun> of(Collection<Copy> copies, ZoneId zone) {
        return copies.stream().collect(Collectors.groupingBy(copy -> copy.run().id())).values().stream()
                .map(ofRun -> of(ofRun, zone))
                .sorted(NEWEST_FIRST)
                .toList();
    }

    private static StoredRun of(List<Copy> copies, ZoneId zone) {
        Instant time = copies.stream()
                .map(copy -> copy.run().time())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return new StoredRun(
                copies.get(0).run().id(),
                time,
                time.atZone(zone),
                copies.stream().sorted(BY_KEY).toList(),
                copies.stream()
                        .map(Copy::standing)
                        .max(Comparator.naturalOrder())
                        .orElseThrow());
    }

    boolean isGood() {
        return standing.isGood();
    }

    /** Whether it comes before the other in the order of the newest first. */
    boolean isNewerThan(StoredRun other) {
        return NEWEST_FIRST.compare(this, other) < 0;
    }

    /** Why one of its copies is kept whatever the policy says; empty if none is. */
    Optional<String> protection(Instant now) {
        return copies.stream()
                .flatMap(copy -> copy.protection().reason(local.getZone(), now).stream())
                .findFirst();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StoredRun run && run.id.equals(id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
