package io.exportroutes.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.exportroutes.retention.Facts.Limit;
import io.exportroutes.retention.Plan.Judged;
import io.exportroutes.retention.Plan.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/** What holds for every history and every policy. */
class RetentionPropertiesTest {
    private static final Instant START = Instant.parse("2025-10-20T00:00:00Z");
    private static final Instant NOW = START.plus(Duration.ofDays(900));

    @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
    void aFurtherRuleExpiresNothingMore(
            @ForAll("histories") List<Copy> copies,
            @ForAll("policies") RetentionPolicy policy,
            @ForAll("policies") RetentionPolicy more,
            @ForAll("zones") ZoneId zone) {
        Map<Rule, Integer> counts = new EnumMap<>(Rule.class);
        counts.putAll(policy.counts());
        more.counts().forEach((rule, count) -> counts.merge(rule, count, Math::max));
        Span within = policy.within() == null ? more.within() : policy.within();

        Plan union = plan(copies, new RetentionPolicy(counts, within), zone);

        assertThat(plan(copies, policy, zone).those(Verdict.EXPIRE)).containsAll(union.those(Verdict.EXPIRE));
    }

    @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
    void theNewestGoodCopyIsNeverExpired(
            @ForAll("histories") List<Copy> copies,
            @ForAll("policies") RetentionPolicy policy,
            @ForAll("zones") ZoneId zone) {
        List<Copy> kept = plan(copies, policy, zone).those(Verdict.KEEP);

        newestGood(copies).ifPresent(time -> assertThat(newestGood(kept)).hasValue(time));
    }

    private static Optional<Instant> newestGood(List<Copy> copies) {
        return copies.stream()
                .filter(copy -> copy.standing() == Standing.GOOD)
                .map(copy -> copy.run().time())
                .filter(time -> !time.isAfter(NOW))
                .max(Comparator.naturalOrder());
    }

    @Property(tries = 200, shrinking = ShrinkingMode.BOUNDED)
    void theOrderOfTheCopiesChangesNothing(
            @ForAll("histories") List<Copy> copies, @ForAll("policies") RetentionPolicy policy, @ForAll Random random) {
        List<Copy> shuffled = new ArrayList<>(copies);
        Collections.shuffle(shuffled, random);

        assertThat(plan(shuffled, policy, Shelf.BERLIN)).isEqualTo(plan(copies, policy, Shelf.BERLIN));
    }

    @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
    void aPlanThatWasAppliedExpiresNothingMore(
            @ForAll("histories") List<Copy> copies,
            @ForAll("policies") RetentionPolicy policy,
            @ForAll("zones") ZoneId zone) {
        List<Copy> left = plan(copies, policy, zone).those(Verdict.KEEP);

        assertThat(plan(left, policy, zone).those(Verdict.EXPIRE)).isEmpty();
    }

    @Property(tries = 200, shrinking = ShrinkingMode.BOUNDED)
    void aJobThatFailsAgesNothingOut(
            @ForAll("histories") List<Copy> copies,
            @ForAll("policies") RetentionPolicy policy,
            @ForAll("zones") ZoneId zone) {
        List<Copy> left = new ArrayList<>(plan(copies, policy, zone).those(Verdict.KEEP));
        left.removeIf(copy -> copy.run().time().isAfter(NOW));
        IntStream.range(1, 60)
                .mapToObj(day -> Shelf.copy(NOW.plus(Duration.ofDays(day)), Standing.values()[1 + day % 3]))
                .forEach(left::add);

        Plan later =
                Retention.plan(left, policy, zone, NOW.plus(Duration.ofDays(4000)), Shelf.undoubted(Limit.APPROVED));

        assertThat(later.those(Verdict.EXPIRE)).isEmpty();
    }

    @Property(tries = 200, shrinking = ShrinkingMode.BOUNDED)
    void aDoubtExpiresNothingAndChangesNothingElse(
            @ForAll("histories") List<Copy> copies, @ForAll("policies") RetentionPolicy policy) {
        Facts doubt = new Facts(
                new Facts.Listing(true, Set.of("gone"), List.of()),
                Shelf.AGREED,
                Instant.MIN,
                List.of(),
                Limit.APPROVED);

        Plan blocked = Retention.plan(copies, policy, Shelf.BERLIN, NOW, doubt);
        Plan plan = plan(copies, policy, Shelf.BERLIN);

        assertThat(blocked.those(Verdict.EXPIRE)).isEmpty();
        assertThat(blocked.those(Verdict.BLOCKED)).isEqualTo(plan.those(Verdict.EXPIRE));
        assertThat(kept(blocked)).isEqualTo(kept(plan));
        assertThat(blocked.hash()).isEqualTo(plan.hash());
    }

    private static List<Judged> kept(Plan plan) {
        return plan.copies().stream()
                .filter(judged -> judged.verdict() == Verdict.KEEP)
                .toList();
    }

    private static Plan plan(List<Copy> copies, RetentionPolicy policy, ZoneId zone) {
        return Retention.plan(copies, policy, zone, NOW, Shelf.undoubted(Limit.APPROVED));
    }

    /** Runs of up to three copies; some in the days of a change of the clock, some of one time, some of the future. */
    @Provide
    Arbitrary<List<Copy>> histories() {
        Arbitrary<Integer> anyTime =
                Arbitraries.integers().between(0, 910 * 24 * 4).withDistribution(RandomDistribution.uniform());
        Arbitrary<Integer> nearAChange = Arbitraries.integers().between(4 * 24 * 4, 7 * 24 * 4);
        Arbitrary<Instant> time =
                Arbitraries.oneOf(anyTime, nearAChange).map(quarters -> START.plus(Duration.ofMinutes(15L * quarters)));
        Arbitrary<List<Standing>> standings = Arbitraries.frequency(
                        Tuple.of(8, Standing.GOOD),
                        Tuple.of(1, Standing.UNCONFIRMED),
                        Tuple.of(1, Standing.COLD),
                        Tuple.of(1, Standing.BAD))
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
        return Combinators.combine(time, standings, Arbitraries.integers())
                .as(RetentionPropertiesTest::run)
                .list()
                .uniqueElements(run -> run.get(0).run().id())
                .ofMaxSize(40)
                .map(runs -> runs.stream().flatMap(List::stream).toList());
    }

    private static List<Copy> run(Instant time, List<Standing> standings, int id) {
        Copy.Run run = new Copy.Run("run " + id, time);
        return IntStream.range(0, standings.size())
                .mapToObj(number -> new Copy(id + "/" + number, run, 1, standings.get(number), Protection.NONE))
                .toList();
    }

    @Provide
    Arbitrary<RetentionPolicy> policies() {
        Arbitrary<Map<Rule, Integer>> counts = Arbitraries.maps(
                Arbitraries.of(Rule.class), Arbitraries.integers().between(1, 12));
        Arbitrary<Span> span = Arbitraries.of("1h", "30h", "7d", "1m", "1y2m").map(Span::parse);
        return Combinators.combine(counts, span.injectNull(0.4))
                .filter((rules, within) -> !rules.isEmpty() || within != null)
                .as(RetentionPolicy::of);
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of(Stream.of("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
                .map(ZoneId::of)
                .toList());
    }
}
