package io.exportroutes.retention;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
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
            Map.of(Rule.DAILY, 14, Rule.WEEKLY, 8, Rule.MONTHLY, 12, Rule.YEARLY, 5), Span.parse("7d"));
    private static final int LOST = 1500;
    private static final int RENAMED = 2200;

    private final Random random;
    private SimulatedDestination archive;
    private SimulatedDestination mirror;
    private Optional<SimulatedDestination> ofOldName = Optional.empty();
    private final Map<Rule, Map<Long, String>> labels = new EnumMap<>(Rule.class);
    private int failing;
    private int failed;

    SimulatedYearsTest() {
        random = new Random(20260101);
        archive = new SimulatedDestination("archive", random);
        mirror = new SimulatedDestination("mirror", random);
    }

    @Test
    void afterEachDayOfTenYearsWhatMustBeKeptIsThere() {
        int stored = 0;
        int expired = 0;
        for (int day = 0; day < 3653; day++) {
            if (day == RENAMED) {
                stored += archive.stored + mirror.stored;
                expired += archive.expired + mirror.expired;
                rename();
            }
            hours(day);
            mishaps(day);
            Instant evening = START.plus(Duration.ofDays(day + 1));
            expire(archive, mirror.asTwin(), evening);
            expire(mirror, archive.asTwin(), evening);
        }

        System.out.printf(
                "3653 days, %d failed runs, %d copies stored, %d expired, %d left; blocked on %d and %d days, agreed on %d%n",
                failed,
                stored + archive.stored + mirror.stored,
                expired + archive.expired + mirror.expired,
                archive.copies().size() + mirror.copies().size(),
                archive.blockedDays,
                mirror.blockedDays,
                archive.agreedDays + mirror.agreedDays);
        assertThat(expired + archive.expired).isGreaterThan(100_000);
        assertThat(mirror.blockedDays).isPositive();
    }

    /** The job of the old name is in nobody's plan any more; who plans it all the same expires nothing by it, ever. */
    private void rename() {
        ofOldName = Optional.of(archive);
        archive = new SimulatedDestination("archive-new", random);
        mirror = new SimulatedDestination("mirror-new", random);
    }

    private void hours(int day) {
        for (int hour = 0; hour < 24; hour++) {
            if (failing > 0 || random.nextInt(30) == 0) {
                failing = Math.max(0, failing - 1);
                failed++;
                continue;
            }
            Instant time = START.plus(Duration.ofHours(24L * day + hour));
            Stream.of(archive, mirror)
                    .filter(destination -> random.nextInt(100) != 0)
                    .forEach(destination -> destination.store(time));
        }
        archive.readBack();
        mirror.readBack();
    }

    private void mishaps(int day) {
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
            ofOldName.ifPresent(old -> assertThat(
                            old.expire(POLICY, BERLIN, evening, List.of()).those(Verdict.EXPIRE))
                    .isEmpty());
        }
    }

    private void expire(SimulatedDestination destination, Twin twin, Instant now) {
        List<Copy> before = destination.copies();
        Plan plan = destination.expire(POLICY, BERLIN, now, List.of(twin));
        List<Copy> after = destination.copies();
        Set<Copy> gone = new HashSet<>(before);
        after.forEach(gone::remove);

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
            assertThat(after).hasSizeLessThan(7 * 24 + 14 + 8 + 12 + 5 + 200);
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
