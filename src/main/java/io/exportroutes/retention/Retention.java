package io.exportroutes.retention;

import io.exportroutes.retention.Plan.Judged;
import io.exportroutes.retention.Plan.Verdict;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What would expire. */
public final class Retention {
    private final Map<StoredRun, List<String>> keepers = new HashMap<>();
    private final Set<StoredRun> expiring = new HashSet<>();
    private final List<Doubt> doubts;
    private final Instant now;

    private Retention(List<StoredRun> runs, RetentionPolicy policy, Instant now, Facts facts) {
        Keepers reasons = new Keepers(policy, runs, now, facts);
        this.now = now;
        runs.forEach(run -> decide(run, reasons.of(run)));
        this.doubts = Stream.concat(
                        Doubts.of(runs, reasons.newestGood(), now, facts).stream(),
                        Doubts.tooMany(expiring.size(), runs.size(), policy, facts.limit()).stream())
                .toList();
    }

    /**
     * The verdict for each copy. Runs are kept by the union of the rules, with the meaning that restic gives them, but in the
     * zone of the job and measured from the newest good run, so that a job that fails ages nothing out.
     *
     * @param copies those of one job at one destination, in any order
     * @param zone the job's
     * @param now the time of the plan, which may be a supposed one
     */
    public static Plan plan(List<Copy> copies, RetentionPolicy policy, ZoneId zone, Instant now, Facts facts) {
        List<StoredRun> runs = StoredRun.of(copies, zone);
        Retention retention = new Retention(runs, policy, now, facts);
        List<Judged> judged = runs.stream()
                .flatMap(run -> run.copies().stream().map(copy -> retention.judge(copy, run)))
                .toList();
        return new Plan(judged, facts.listing().foreign(), retention.doubts);
    }

    private void decide(StoredRun run, List<String> reasons) {
        if (reasons.isEmpty() && run.protection(now).isEmpty()) {
            expiring.add(run);
        } else {
            keepers.put(run, reasons);
        }
    }

    private Judged judge(Copy copy, StoredRun run) {
        List<String> reasons = new ArrayList<>();
        standing(copy, run, reasons);
        if (!expiring.contains(run)) {
            protection(copy, run, reasons);
            reasons.addAll(keepers.getOrDefault(run, List.of()));
            return new Judged(copy, Verdict.KEEP, reasons);
        }
        if (doubts.isEmpty()) {
            reasons.add("no rule keeps it");
            return new Judged(copy, Verdict.EXPIRE, reasons);
        }
        doubts.forEach(doubt -> reasons.add(doubt.text()));
        return new Judged(copy, Verdict.BLOCKED, reasons);
    }

    private static void standing(Copy copy, StoredRun run, List<String> reasons) {
        if (!copy.standing().isGood()) {
            reasons.add(copy.standing().words());
        } else if (!run.isGood()) {
            reasons.add(withItsRun(run.standing().words()));
        }
    }

    private void protection(Copy copy, StoredRun run, List<String> reasons) {
        copy.protection()
                .reason(run.local().getZone(), now)
                .or(() -> run.protection(now).map(Retention::withItsRun))
                .ifPresent(reasons::add);
    }

    private static String withItsRun(String reason) {
        return "with its run: " + reason;
    }
}
