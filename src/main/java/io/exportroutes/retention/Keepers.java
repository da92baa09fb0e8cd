package io.exportroutes.retention;

import io.exportroutes.retention.Facts.Twin;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a run is kept: the rules of the policy, and what holds whatever the policy says. */
final class Keepers {
    private static final int LAST_TWO = 2;

    private final RetentionPolicy policy;
    private final Instant now;
    private final List<StoredRun> good;
    private final List<Buckets> rules;
    private final @Nullable ZonedDateTime within;
    private final Optional<Twin> doubtfulTwin;

    Keepers(RetentionPolicy policy, List<StoredRun> runs, Instant now, Facts facts) {
        this.policy = policy;
        this.now = now;
        this.good = runs.stream()
                .filter(StoredRun::isGood)
                .filter(run -> !run.time().isAfter(now))
                .toList();
        this.rules = policy.counts().entrySet().stream()
                .map(rule -> new Buckets(rule.getKey(), rule.getValue(), good))
                .toList();
        this.within = policy.within() == null || good.isEmpty()
                ? null
                : policy.within().before(good.get(0).local());
        this.doubtfulTwin =
                facts.twins().stream().filter(twin -> !twin.isTrusted()).findFirst();
    }

    /** The newest run that counts. */
    Optional<StoredRun> newestGood() {
        return good.stream().findFirst();
    }

    /** All reasons to keep the run; none if it expires. */
    List<String> of(StoredRun run) {
        if (policy.keepsAll()) {
            return List.of("keep-all");
        }
        if (run.time().isAfter(now)) {
            return List.of("in the future");
        }
        if (good.isEmpty()) {
            return List.of("no good copy is here");
        }
        List<String> reasons = new ArrayList<>(byRules(run));
        whateverThePolicySays(run, reasons);
        return reasons;
    }

    private List<String> byRules(StoredRun run) {
        List<String> reasons = new ArrayList<>();
        if (within != null && run.local().isAfter(within)) {
            reasons.add("within " + policy.within() + " of the newest");
        }
        rules.forEach(rule -> rule.reason(run).ifPresent(reasons::add));
        return reasons;
    }

    private void whateverThePolicySays(StoredRun run, List<String> reasons) {
        StoredRun newest = good.get(0);
        if (run.equals(newest)) {
            reasons.add("last good copy");
        } else if (run.isNewerThan(newest)) {
            reasons.add("newer than the last good copy");
        }
        if (good.stream().limit(LAST_TWO).anyMatch(run::equals)) {
            doubtfulTwin.ifPresent(twin -> reasons.add("one of the last two: " + twin.words()));
        }
    }
}
