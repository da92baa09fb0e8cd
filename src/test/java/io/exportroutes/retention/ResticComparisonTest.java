package io.exportroutes.retention;

import static io.exportroutes.retention.Shelf.keep;
import static io.exportroutes.retention.Shelf.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.retention.Facts.Limit;
import io.exportroutes.retention.Plan.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What restic's own {@code forget} keeps of the same times. Where ours differ, they differ on purpose, and a test says how:
 * decision 33.
 */
class ResticComparisonTest {
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant SPRING = Instant.parse("2026-03-29T01:00:00Z");
    private static final Instant AUTUMN = Instant.parse("2026-10-25T01:00:00Z");
    private static final RetentionPolicy ALL_RULES = new RetentionPolicy(
            Map.of(Rule.LAST, 2, Rule.DAILY, 14, Rule.WEEKLY, 8, Rule.MONTHLY, 12, Rule.YEARLY, 5), Span.parse("7d"));
    private static final RetentionPolicy FEW = new RetentionPolicy(Map.of(Rule.DAILY, 3, Rule.MONTHLY, 2), null);
    private static final RetentionPolicy HOURS = new RetentionPolicy(Map.of(Rule.HOURLY, 30, Rule.WEEKLY, 4), null);

    @TempDir
    static Path folder;

    private static @Nullable ResticRepository repository;

    /** Once for all tests: restic takes seconds to begin a repository. */
    private static ResticRepository repository() throws Exception {
        ResticRepository known = repository;
        if (known == null) {
            known = new ResticRepository(folder.resolve("repository"));
            repository = known;
        }
        return known;
    }

    @BeforeEach
    void restic() {
        ResticRepository.assumeInstalled();
    }

    @Test
    void inBerlinTheSameRunsAreKept() throws Exception {
        assertSame("Europe/Berlin", histories(), ALL_RULES, FEW);
    }

    @Test
    void inNewYorkTheSameRunsAreKept() throws Exception {
        assertSame("America/New_York", histories(), ALL_RULES, within("1y2m3d4h"));
    }

    @Test
    void hoursAreTheSameButForTheOneThatIsRepeated() throws Exception {
        Map<String, SortedSet<Instant>> histories = new TreeMap<>(Map.of(
                "spring", every(Duration.ofMinutes(20), SPRING.plus(Duration.ofHours(12)), 150),
                "hourly", every(Duration.ofMinutes(60), NOW.minus(Duration.ofDays(60)), 200)));

        assertSame("Europe/Berlin", histories, HOURS);
    }

    @Test
    void resticTakesTheRepeatedHourForOneAndWeForTwo() throws Exception {
        SortedSet<Instant> times = every(Duration.ofMinutes(30), AUTUMN.plus(Duration.ofMinutes(30)), 5);

        assertDiffers("Europe/Berlin", times, keep(Rule.HOURLY, 2))
                .restic("2026-10-24T23:30:00Z", "2026-10-25T01:30:00Z")
                .ours("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z");
    }

    @Test
    void resticCountsWhatIsOfTheFutureAndWeKeepItBesides() throws Exception {
        SortedSet<Instant> times = times("2099-01-01T02:00:00Z", "2026-10-02T02:00:00Z", "2026-10-01T02:00:00Z");

        assertDiffers("UTC", times, keep(Rule.LAST, 1))
                .restic("2099-01-01T02:00:00Z")
                .ours("2026-10-02T02:00:00Z", "2099-01-01T02:00:00Z");
    }

    @Test
    void forResticTheDayAMonthBeforeMarch31IsMarch3AndForUsTheLastOfFebruary() throws Exception {
        SortedSet<Instant> times =
                times("2026-03-31T02:00:00Z", "2026-03-02T02:00:00Z", "2026-03-01T02:00:00Z", "2026-02-27T02:00:00Z");

        assertDiffers("UTC", times, within("1m"))
                .restic("2026-03-31T02:00:00Z")
                .ours("2026-03-01T02:00:00Z", "2026-03-02T02:00:00Z", "2026-03-31T02:00:00Z");
    }

    @Test
    void resticTakesEverySnapshotForGoodAndWeCountGoodCopiesAlone() throws Exception {
        SortedSet<Instant> times = times("2026-10-02T02:00:00Z", "2026-10-01T02:00:00Z");
        List<Copy> copies = List.of(Shelf.good(times.first()), Shelf.copy(times.last(), Standing.BAD));

        repository().hold(Map.of("h", times), Shelf.UTC);
        assertThat(repository().kept(keep(Rule.LAST, 1))).isEqualTo(Map.of("h", times("2026-10-02T02:00:00Z")));
        assertThat(ours(copies, keep(Rule.LAST, 1), Shelf.UTC, true)).isEqualTo(times);
    }

    /** The oldest of a history is kept by newer versions of restic, and by older ones (0.14) only where another rule keeps it. */
    private void assertSame(String zone, Map<String, SortedSet<Instant>> histories, RetentionPolicy... policies)
            throws Exception {
        repository().hold(histories, ZoneId.of(zone));
        for (RetentionPolicy policy : policies) {
            Map<String, SortedSet<Instant>> ours = new TreeMap<>();
            Map<String, SortedSet<Instant>> withoutOldest = new TreeMap<>();
            histories.forEach((name, times) -> {
                ours.put(name, ours(copies(times), policy, ZoneId.of(zone), true));
                withoutOldest.put(name, ours(copies(times), policy, ZoneId.of(zone), false));
            });

            assertThat(repository().kept(policy)).as(policy.toString()).isIn(ours, withoutOldest);
            assertThat(ours).as("something expires").isNotEqualTo(histories);
        }
    }

    private Difference assertDiffers(String zone, SortedSet<Instant> times, RetentionPolicy policy) throws Exception {
        repository().hold(Map.of("h", times), ZoneId.of(zone));
        return new Difference(
                repository().kept(policy).getOrDefault("h", new TreeSet<>()),
                ours(copies(times), policy, ZoneId.of(zone), true));
    }

    private static List<Copy> copies(Collection<Instant> times) {
        return times.stream().map(Shelf::good).toList();
    }

    private static SortedSet<Instant> ours(List<Copy> copies, RetentionPolicy policy, ZoneId zone, boolean oldest) {
        SortedSet<Instant> kept = new TreeSet<>();
        Retention.plan(copies, policy, zone, NOW, Shelf.undoubted(Limit.APPROVED)).copies().stream()
                .filter(judged -> judged.verdict() == Verdict.KEEP)
                .filter(judged -> oldest || !judged.reasons().stream().allMatch(reason -> reason.startsWith("oldest ")))
                .forEach(judged -> kept.add(judged.copy().run().time()));
        return kept;
    }

    private static Map<String, SortedSet<Instant>> histories() {
        Random random = new Random(2026);
        SortedSet<Instant> sparse = new TreeSet<>();
        random.longs(60, 1, Duration.ofDays(3000).toMinutes())
                .forEach(minutes -> sparse.add(NOW.minus(Duration.ofMinutes(minutes))));
        SortedSet<Instant> nightly = every(Duration.ofDays(1), NOW.minus(Duration.ofHours(2)), 600);
        nightly.removeIf(time -> random.nextInt(5) == 0);
        SortedSet<Instant> failing = new TreeSet<>(nightly.headSet(NOW.minus(Duration.ofDays(40))));
        return new TreeMap<>(Map.of(
                "sparse",
                sparse,
                "nightly",
                nightly,
                "failing",
                failing,
                "one",
                times("2026-02-28T23:59:59Z"),
                "spring",
                every(Duration.ofMinutes(20), SPRING.plus(Duration.ofHours(30)), 140),
                "autumn",
                every(Duration.ofMinutes(15), AUTUMN.plus(Duration.ofHours(30)), 140)));
    }

    private static SortedSet<Instant> every(Duration step, Instant last, int count) {
        SortedSet<Instant> times = new TreeSet<>();
        IntStream.range(0, count).forEach(back -> times.add(last.minus(step.multipliedBy(back))));
        return times;
    }

    private static SortedSet<Instant> times(String... times) {
        SortedSet<Instant> sorted = new TreeSet<>();
        List.of(times).forEach(time -> sorted.add(Instant.parse(time)));
        return sorted;
    }

    private record Difference(SortedSet<Instant> resticKeeps, SortedSet<Instant> weKeep) {
        Difference restic(String... times) {
            assertThat(resticKeeps).isEqualTo(times(times));
            return this;
        }

        void ours(String... times) {
            assertThat(weKeep).isEqualTo(times(times));
        }
    }
}
