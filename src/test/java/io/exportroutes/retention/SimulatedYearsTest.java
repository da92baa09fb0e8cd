package io.exportroutes.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.retention.Facts.Limit;
import io.exportroutes.retention.Facts.Twin;
import io.exportroutes.retention.Plan.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * An hourly job and two destinations over ten years: failures, streaks of them up to a month long, a renamed job, every change
 * of the clock, a destination that is lost and comes back empty.
 */
class SimulatedYearsTest {
    private static final ZoneId BERLIN = Shelf.BERLIN;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Map<Rule, String> BUCKETS =
            Map.of(Rule.DAILY, "yyyy-MM-dd", Rule.WEEKLY, "YYYY-'W'ww", Rule.MONTHLY, "yyyy-MM", Rule.YEARLY, "yyyy");
    private static final RetentionPolicy POLICY = new RetentionPolicy(
            Map.of(Rule.DAILY, 14, Rule.WEEKLY, 8, Rule.MONTHLY, 12, Rule.YEARLY, 5), Span.parse("3d"));
    private static final int DAYS = 3653;
    private static final int LOST = 1500;
    private static final int RENAMED = 2200;

    private final Random random;
    private SimulatedDestination archive;
    private SimulatedDestination mirror;
    private Optional<SimulatedDestination> ofOldName = Optional.empty();
    private final Map<Rule, Map<Long, String>> labels = new EnumMap<>(Rule.class);
    private int failing;
    private int failed;
    private int stored;
    private int expired;
    private int blocked;
    private int agreed;

    SimulatedYearsTest() {
        random = new Random(20260101);
        archive = new SimulatedDestination("archive", random);
        mirror = new SimulatedDestination("mirror", random);
    }

    /** A day of an hourly job is more than may expire at once without a person: somebody agrees each evening. */
    @Test
    void afterEachDayOfTenYearsWhatMustBeKeptIsThere() {
        years(false, Limit.APPROVED);

        assertThat(expired).isGreaterThan(100_000);
        assertThat(blocked).isPositive();
    }

    /** As the service does it: then the number of runs that expire at once needs a person only after a streak of failures. */
    @Test
    @Tag("soak")
    void afterEachRunOfTenYearsWhatMustBeKeptIsThere() {
        years(true, Limit.DEFAULT);

        assertThat(expired).isGreaterThan(100_000);
        assertThat(agreed).isBetween(1, 200);
    }

    private void years(boolean eachRun, Limit limit) {
        for (int day = 0; day < DAYS; day++) {
            if (day == RENAMED) {
                rename();
            }
            for (int hour = 1; hour <= 24; hour++) {
                Instant time = START.plus(Duration.ofHours(24L * day + hour));
                if (run(time) && eachRun || hour == 24) {
                    expire(archive, mirror.asTwin(), time, limit);
                    expire(mirror, archive.asTwin(), time, limit);
                }
            }
            mishaps(day);
        }
        System.out.printf(
                "%d days, %d failed runs, %d copies stored, %d expired, %d left; %d plans blocked, %d agreed to%n",
                DAYS,
                failed,
                stored,
                expired,
                archive.copies().size() + mirror.copies().size(),
                blocked,
                agreed);
    }

    /**
     * The job of the old name is in nobody's plan any more. Who plans it all the same expires what the last doubt had blocked, and
     * nothing by it ever after.
     */
    private void rename() {
        Instant now = START.plus(Duration.ofDays(RENAMED));
        IntStream.range(0, 10).forEach(again -> archive.expire(POLICY, now, List.of(), Limit.APPROVED));
        ofOldName = Optional.of(archive);
        archive = new SimulatedDestination("archive-new", random);
        mirror = new SimulatedDestination("mirror-new", random);
    }

    /** Whether it succeeded anywhere. */
    private boolean run(Instant time) {
        if (failing > 0 || random.nextInt(30) == 0) {
            failing = Math.max(0, failing - 1);
            failed++;
            return false;
        }
        List<SimulatedDestination> reached = Stream.of(archive, mirror)
                .filter(destination -> random.nextInt(100) != 0)
                .toList();
        reached.forEach(destination -> destination.store(time));
        stored += reached.size();
        return !reached.isEmpty();
    }

    private void mishaps(int day) {
        archive.readBack();
        mirror.readBack();
        if (random.nextInt(150) == 0) {
            failing = random.nextInt(30 * 24);
        }
        if (day == LOST) {
            mirror.lose();
        } else if (day == LOST + 5) {
            mirror.acknowledgeLoss();
        }
        Instant evening = START.plus(Duration.ofDays(day + 1));
        if (day % 50 == 0 && day > RENAMED) {
            ofOldName.ifPresent(old -> assertThat(old.expire(POLICY, evening, List.of(), Limit.APPROVED)
                            .those(Verdict.EXPIRE))
                    .isEmpty());
        }
    }

    private void expire(SimulatedDestination destination, Twin twin, Instant now, Limit limit) {
        List<Copy> before = destination.copies();
        Plan plan = destination.expire(POLICY, now, List.of(twin), limit);
        agreed += destination.wasAgreedTo() ? 1 : 0;
        List<Copy> after = destination.copies();
        List<Copy> gone = plan.those(Verdict.EXPIRE);
        expired += gone.size();
        blocked += plan.isBlocked() ? 1 : 0;

        assertThat(after).hasSize(before.size() - gone.size());
        assertThat(newestGood(after)).as("newest good copy").isEqualTo(newestGood(before));
        assertThat(gone).noneMatch(copy -> copy.protection().hold() != null);
        assertThat(plan.doubts().isEmpty() || gone.isEmpty())
                .as("a doubt blocks")
                .isTrue();
        if (twin.state() != Twin.State.TRUSTED) {
            long good = before.stream().filter(SimulatedYearsTest::isGood).count();
            assertThat(after.stream().filter(SimulatedYearsTest::isGood).count())
                    .isGreaterThanOrEqualTo(Math.min(2, good));
        }
        BUCKETS.forEach((rule, pattern) -> assertThat(buckets(after, rule, pattern))
                .as("%s of %s", rule, LocalDate.ofInstant(now, BERLIN))
                .isEqualTo(buckets(before, rule, pattern)));
        if (!plan.isBlocked()) {
            assertThat(after).hasSizeLessThan(3 * 24 + 14 + 8 + 12 + 5 + 200);
        }
    }

    private static Optional<Copy> newestGood(List<Copy> copies) {
        return copies.stream().filter(SimulatedYearsTest::isGood).max(Comparator.comparing(copy -> copy.run()
                .time()));
    }

    private static boolean isGood(Copy copy) {
        return copy.standing() == Standing.GOOD;
    }

    /** The newest days, weeks, … that have a good copy, as many as the policy wants, in other words than the rule's. */
    private List<String> buckets(List<Copy> copies, Rule rule, String pattern) {
        DateTimeFormatter format = DateTimeFormatter.ofPattern(pattern, Locale.GERMANY);
        Map<Long, String> known = labels.computeIfAbsent(rule, none -> new HashMap<>());
        return copies.stream()
                .filter(SimulatedYearsTest::isGood)
                .map(copy -> copy.run().time())
                .map(time ->
                        known.computeIfAbsent(time.getEpochSecond() / 3600, hour -> format.format(time.atZone(BERLIN))))
                .distinct()
                .sorted(Comparator.reverseOrder())
                .limit(POLICY.counts().getOrDefault(rule, 0))
                .toList();
    }
}
