package io.exportroutes.retention;

import io.exportroutes.retention.Plan.Judged;
import io.exportroutes.retention.Plan.Verdict;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What would expire. */
public final class Retention {
    private final Map<StoredRun, List<String>> keepers = new LinkedHashMap<>();
    private final List<Doubt> doubts;
    private final Instant now;

    private Retention(List<StoredRun> runs, RetentionPolicy policy, Instant now, Facts facts) {
        Keepers reasons = new Keepers(policy, runs, now, facts);
        runs.forEach(run -> keepers.put(run, reasons.of(run)));
        this.now = now;
        this.doubts = Stream.concat(
                        Doubts.of(runs, reasons.newestGood(), now, facts).stream(),
                        Doubts.tooMany(expiring(), runs.size(), policy, facts.limit()).stream())
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

    private int expiring() {
        return (int) keepers.keySet().stream().filter(this::expires).count();
    }

    private boolean expires(StoredRun run) {
        return reasons(run).isEmpty() && run.protection(now).isEmpty();
    }

    private List<String> reasons(StoredRun run) {
        return keepers.getOrDefault(run, List.of());
    }

    private Judged judge(Copy copy, StoredRun run) {
        List<String> reasons = new ArrayList<>();
        standing(copy, run, reasons);
        if (!expires(run)) {
            protection(copy, run, reasons);
            reasons.addAll(reasons(run));
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
