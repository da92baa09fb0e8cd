package io.exportroutes.schedule;

import io.exportroutes.failure.FinalFailure;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is out of tries, or was refused: listed, tried again, let out by name, or given up by hand. */
public final class DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private final Set<String> jobs;
    private final Ledger ledger;
    private final RunQueue queue;
    private final Clock clock;
    private final OpenWork openWork;

    /** @param jobs the names of the jobs in exports.yaml */
    public DeadLetters(Set<String> jobs, Ledger ledger, RunQueue queue, Clock clock) {
        this.jobs = jobs;
        this.ledger = ledger;
        this.queue = queue;
        this.clock = clock;
        this.openWork = new OpenWork(ledger);
    }

    /** Deliveries that are dead letters, in the order of the ledger. */
    public List<Delivery> deliveries() {
        return ledger.deliveries().dead();
    }

    /** Artifacts that failed, then those that guards refused, by id; their deliveries wait for them. */
    public List<ExportEntry> artifacts() {
        return Stream.concat(ledger.exports().failed().stream(), ledger.refusals().all().stream())
                .toList();
    }

    /** Runs that failed, newest first. */
    public List<Run> runs() {
        return ledger.runs().failed();
    }

    /**
     * Puts dead letters back to work, but for what a guard refused: only {@link #release} does.
     *
     * @param id a run's id (all that is dead of it), an artifact's ({@code exp_…}) or a delivery's ({@code
     *     exp_…@destination}); with any of them, the artifacts that failed in its run are tried again
     * @return the runs that are queued again
     * @throws FinalFailure {@code unknown_dead_letter} where nothing dead has that id; {@code export_refused} where what has it
     *     was refused; {@code nothing_left} where other runs have all that it had; {@code unknown_job} where the job of a run is not in exports.yaml any more. Nothing is changed then
     */
    public List<String> replay(String id) {
        return replay(id, null);
    }

    /** As {@link #replay(String)}, with the settings of another job where that is not null. */
    public List<String> replay(String id, @Nullable String asJob) {
        Map<String, List<Delivery>> deadByRun = new LinkedHashMap<>();
        chosen(id).forEach(delivery -> deadByRun
                .computeIfAbsent(delivery.runId(), run -> new ArrayList<>())
                .add(delivery));
        ledger.exports().failed(id).forEach(artifact -> deadByRun.putIfAbsent(artifact.runId(), List.of()));
        if (ledger.runs().find(id).filter(this::isUnfinished).isPresent()) {
            deadByRun.putIfAbsent(id, List.of());
        }
        if (deadByRun.isEmpty()) {
            throw refused(id).or(() -> inOtherHands(id)).orElseGet(() -> unknown(id));
        }
        deadByRun.keySet().forEach(run -> ledger.runs().find(run).ifPresent(found -> checkJob(found, asJob)));
        deadByRun.forEach((run, dead) -> {
            if (run.equals(id)) {
                ledger.replays().reopenWithAll(run, asJob);
            } else {
                ledger.replays().reopen(run, dead, asJob);
            }
            queue.enqueueReplay(run, clock.instant());
        });
        return new ArrayList<>(deadByRun.keySet());
    }

    private void checkJob(Run run, @Nullable String asJob) {
        String job = asJob != null ? asJob : run.worksAs();
        if (!jobs.contains(job)) {
            throw new FinalFailure(
                    "unknown_job",
                    "Run " + run.id() + " is not replayed: there is no job " + job + " in exports.yaml",
                    "Put the job back, or replay it with the settings of another one: dead-letters replay " + run.id()
                            + " --as JOB, or give it up: dead-letters discard " + run.id());
        }
    }

    private static String noJob(Run run) {
        return "It is not replayed, because there is no job " + run.worksAs() + " in exports.yaml";
    }

    /** A run that failed, or one that an older version settled while a delivery of it was open: nothing else comes back to it. */
    private boolean isUnfinished(Run run) {
        return run.state() == RunState.FAILED && !openWork.isRefused(run) && !openWork.isInOtherHands(run)
                || run.state() == RunState.PARTIAL && openWork.isLeft(run);
    }

    /**
     * Puts those dead letters back to work whose time has come. What the ledger knows decides, so that a restart neither
     * forgets nor hurries one. A run of which nothing is left but what was refused or lost has nothing to try again.
     *
     * @param every a run rests that long between its end and its replay
     * @param period only runs that were made less than this ago are replayed
     * @return the runs that are queued again
     */
    public List<String> replayDue(Duration every, Duration period) {
        Instant now = clock.instant();
        Set<String> withDead = ledger.replays().withDeadLetters();
        List<String> replayed = new ArrayList<>();
        for (Run run : ledger.runs().unsuccessful(now.minus(period), now.minus(every), now)) {
            if (!withDead.contains(run.id()) && !isWorthARetry(run)) {
                continue;
            }
            if (jobs.contains(run.worksAs())) {
                replayed.addAll(replay(run.id()));
            } else if (ledger.replays().note(run.id(), noJob(run))) {
                LOG.warn("Run {}: {}", run.id(), noJob(run));
            }
        }
        return replayed;
    }

    private boolean isWorthARetry(Run run) {
        return run.state() == RunState.FAILED
                && !openWork.isRefused(run)
                && !openWork.isLost(run)
                && !openWork.isInOtherHands(run);
    }

    /**
     * Lets out what a guard refused: its run delivers it as planned, whatever the guard says.
     *
     * @param id an artifact's; each is released by its own name
     * @param by who answers for it
     * @param reason why, in their words
     * @return the run that is queued again
     * @throws FinalFailure {@code unknown_dead_letter} where no refused artifact has that id
     */
    public String release(String id, String by, String reason) {
        ExportEntry export = ledger.exports()
                .find(id)
                .filter(found -> found.state() == ExportState.REFUSED)
                .orElseThrow(() -> notRefused(id));
        ledger.runs().find(export.runId()).ifPresent(run -> checkJob(run, null));
        if (!ledger.refusals().release(id, by, reason)) {
            throw new FinalFailure(
                    "run_unfinished",
                    "Run " + export.runId() + " of " + id + " is still going on",
                    "Wait until it has ended: show " + export.runId());
        }
        queue.enqueue(export.runId(), clock.instant());
        return export.runId();
    }

    private FinalFailure notRefused(String id) {
        List<String> others = ledger.refusals().of(id).stream()
                .map(export -> export.manifest().id())
                .toList();
        return new FinalFailure(
                "unknown_dead_letter",
                "No artifact that a guard refused has the id " + id,
                others.isEmpty()
                        ? "List the dead letters with: dead-letters list"
                        : "Each is released by its own id: " + String.join(", ", others));
    }

    /**
     * Gives dead letters up: they are not tried again, and their bytes need not be kept for them. A failed run of which
     * nothing dead is left then is given up too: a replay would deliver nothing and call that a success.
     *
     * @param id as for {@link #replay}
     * @return the ids of what is discarded now: deliveries, artifacts, and the run where it had failed
     */
    public List<String> discard(String id) {
        List<String> discarded = new ArrayList<>();
        Set<String> runs = new LinkedHashSet<>();
        for (Delivery delivery : chosen(id)) {
            if (ledger.deliveries().discard(delivery.exportId(), delivery.destination())) {
                discarded.add(delivery.id());
                runs.add(delivery.runId());
            }
        }
        for (ExportEntry artifact : artifacts(id)) {
            if (ledger.exports().discard(artifact.manifest().id())) {
                discarded.add(artifact.manifest().id());
                runs.add(artifact.runId());
            }
        }
        runs.removeIf(this::hasDead);
        runs.add(id);
        runs.stream().filter(run -> ledger.runs().discard(run)).forEach(discarded::add);
        if (discarded.isEmpty()) {
            throw unknown(id);
        }
        return discarded;
    }

    private boolean hasDead(String run) {
        return !chosen(run).isEmpty() || !artifacts(run).isEmpty();
    }

    private List<ExportEntry> artifacts(String id) {
        return Stream.concat(ledger.exports().failed(id).stream(), ledger.refusals().of(id).stream())
                .toList();
    }

    /** The dead deliveries of the run with this id, or the one with it. */
    private List<Delivery> chosen(String id) {
        int at = id.lastIndexOf('@');
        Stream<Delivery> named = at < 0
                ? Stream.empty()
                : ledger.deliveries().find(id.substring(0, at), id.substring(at + 1)).stream()
                        .flatMap(delivery -> ledger.deliveries().dead(delivery.runId()).stream())
                        .filter(delivery -> delivery.id().equals(id));
        return Stream.concat(named, ledger.deliveries().dead(id).stream()).toList();
    }

    /** Why nothing with that id is replayed, where a guard is the reason. */
    private Optional<FinalFailure> refused(String id) {
        int at = id.lastIndexOf('@');
        return ledger.refusals().of(at < 0 ? id : id.substring(0, at)).stream()
                .findFirst()
                .map(export -> new FinalFailure(
                        "export_refused",
                        "Export " + export.manifest().id() + " was refused by its job's guard, which no replay lifts: "
                                + export.error(),
                        "Release it: dead-letters release " + export.manifest().id()
                                + " --reason \"…\"; or give it up: dead-letters discard "
                                + export.manifest().id()));
    }

    private Optional<FinalFailure> inOtherHands(String id) {
        return ledger.runs()
                .find(id)
                .filter(run -> run.state() == RunState.FAILED && openWork.isInOtherHands(run))
                .map(run -> new FinalFailure(
                        "nothing_left",
                        "Run " + id + " has nothing left to replay: other runs have taken what it swept",
                        "See what became of it: runs; and take this one off the list: dead-letters discard " + id));
    }

    private static FinalFailure unknown(String id) {
        return new FinalFailure(
                "unknown_dead_letter",
                "Nothing dead has the id " + id,
                "List the dead letters with: dead-letters list");
    }
}
