package io.exportroutes.deadletter;

import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.Delivery;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunState;
import io.exportroutes.queue.RunQueue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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

/** Dead letters (retries exhausted, or refused by a guard): lists, replays, releases and discards them. */
public final class DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private final Set<String> jobs;
    private final Ledger ledger;
    private final RunQueue queue;
    private final Clock clock;
    private final RemainingWork openWork;

    /** @param jobs the names of the jobs in exports.yaml */
    public DeadLetters(Set<String> jobs, Ledger ledger, RunQueue queue, Clock clock) {
        this.jobs = jobs;
        this.ledger = ledger;
        this.queue = queue;
        this.clock = clock;
        this.openWork = new RemainingWork(ledger);
    }

    /** Deliveries that are dead letters, in the order of the ledger. */
    public List<Delivery> deliveries() {
        return ledger.deliveries().dead();
    }

    /** Artifacts that failed, then those that guards refused, by id; their deliveries wait for them. */
    public List<ExportEntry> artifacts() {
        return Stream.concat(ledger.exports().failed().stream(), ledger.exports().refused().stream())
                .toList();
    }

    /** Runs that failed, newest first. */
    public List<Run> runs() {
        return ledger.runs().failed();
    }

    /**
     * Replays dead letters, except those that a guard refused: only {@link #release} delivers them.
     *
     * @param ids each a run's id (all its dead letters), an artifact's ({@code exp_…}) or a delivery's ({@code
     *     exp_…@destination}); with any of them, the artifacts that failed in its run are tried again
     * @param asJob the job whose settings the runs are worked on with from now on; null: as before
     * @return the runs that are queued again, each once
     * @throws PermanentFailure {@code unknown_dead_letter} if nothing dead has one of the ids; {@code export_refused} where what
     *     has it was refused; {@code nothing_left} where other runs have all that it had, or it was gone at the API; {@code
     *     unknown_job} where a job is not in exports.yaml. Nothing is changed then
     */
    public List<String> replay(Collection<String> ids, @Nullable String asJob) {
        Map<String, Set<Delivery>> deadByRun = new LinkedHashMap<>();
        for (String id : ids) {
            replayable(id, asJob).forEach((run, dead) -> deadByRun
                    .computeIfAbsent(run, added -> new LinkedHashSet<>())
                    .addAll(dead));
        }
        deadByRun.forEach((run, dead) -> {
            if (ids.contains(run)) {
                ledger.replays().reopenWithAll(run, asJob);
            } else {
                ledger.replays().reopen(run, dead, asJob);
            }
            queue.enqueueReplay(run, clock.instant());
        });
        return List.copyOf(deadByRun.keySet());
    }

    /** As {@link #replay(Collection, String)} for one id, with the settings that its run has. */
    public List<String> replay(String id) {
        return replay(List.of(id), null);
    }

    /** Changes nothing, and throws what {@link #replay(Collection, String)} would. */
    public void checkReplay(String id, @Nullable String asJob) {
        replayable(id, asJob);
    }

    /** Whether a replay of it could deliver anything if its job were in exports.yaml. */
    public boolean isReplayable(String id) {
        return !deadByRun(id).isEmpty();
    }

    private Map<String, Set<Delivery>> replayable(String id, @Nullable String asJob) {
        Map<String, Set<Delivery>> deadByRun = deadByRun(id);
        if (deadByRun.isEmpty()) {
            throw refused(id)
                    .map(export -> DeadLetterFailures.refused(export, asJob))
                    .or(() -> ledger.runs().find(id).flatMap(openWork::nothingLeft))
                    .orElseGet(() -> DeadLetterFailures.unknown(id));
        }
        deadByRun.keySet().forEach(run -> ledger.runs().find(run).ifPresent(found -> {
            String job = job(found, asJob);
            if (!jobs.contains(job)) {
                throw DeadLetterFailures.notReplayed(found, job);
            }
        }));
        return deadByRun;
    }

    /** The runs that a replay of the id concerns; for a run's id its dead deliveries are not listed: they all are. */
    private Map<String, Set<Delivery>> deadByRun(String id) {
        Optional<Run> run = ledger.runs().find(id);
        if (run.isPresent()) {
            boolean dead = ledger.replays().hasDeadLetters(id) || isUnfinished(run.get());
            return dead ? Map.of(id, Set.of()) : Map.of();
        }
        Map<String, Set<Delivery>> deadByRun = new LinkedHashMap<>();
        chosen(id).forEach(delivery -> deadByRun.put(delivery.plan().runId(), Set.of(delivery)));
        ledger.exports()
                .failed(id)
                .forEach(artifact -> deadByRun.putIfAbsent(artifact.owner().runId(), Set.of()));
        return deadByRun;
    }

    private static String job(Run run, @Nullable String asJob) {
        return asJob == null ? run.worksAs() : asJob;
    }

    /** A run that failed, or that an older version settled with an open delivery: nothing else would replay it. */
    private boolean isUnfinished(Run run) {
        return isWorthARetry(run) || run.state() == RunState.PARTIAL && openWork.isLeft(run);
    }

    private static String noJob(Run run) {
        return "It is not replayed, because there is no job " + run.worksAs() + " in exports.yaml";
    }

    /**
     * Replays the dead letters that are due. The ledger decides, so that a restart neither skips nor hurries one. A run that
     * lacks only refused or lost exports has nothing to retry.
     *
     * @param every a run rests that long between its end and its replay
     * @param period only runs that were made less than this ago are replayed
     * @return the runs that are queued again
     */
    public List<String> replayDue(Duration every, Duration period) {
        Instant now = clock.instant();
        List<String> replayed = new ArrayList<>();
        for (Run run : ledger.runs().unsuccessful(now.minus(period), now.minus(every), now)) {
            if (!ledger.replays().hasDeadLetters(run.id()) && !isWorthARetry(run)) {
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
     * Releases an artifact that a guard refused: its run delivers it as planned, whatever the guard says.
     *
     * @param id an artifact's; each is released by its own name
     * @param by the responsible person
     * @param reason why, in their words
     * @param asJob the job whose settings its run is worked on with from now on; null: as before
     * @return the run that is queued again
     * @throws PermanentFailure {@code unknown_dead_letter} if no refused artifact has that id; {@code unknown_job} where the job
     *     is not in exports.yaml; {@code run_unfinished} if another process reopened its run. Nothing is changed then
     */
    public String release(String id, String by, String reason, @Nullable String asJob) {
        ExportEntry export = releasable(id, asJob);
        if (!ledger.replays().release(id, by, reason, asJob)) {
            throw DeadLetterFailures.unfinished(export);
        }
        queue.enqueue(export.owner().runId(), clock.instant());
        return export.owner().runId();
    }

    /** Changes nothing, and throws what {@link #release} would, except while the run is in progress. */
    public void checkRelease(String id, @Nullable String asJob) {
        releasable(id, asJob);
    }

    private ExportEntry releasable(String id, @Nullable String asJob) {
        ExportEntry export = ledger.exports()
                .find(id)
                .filter(found -> found.state() == ExportState.REFUSED)
                .orElseThrow(
                        () -> DeadLetterFailures.notRefused(id, ledger.exports().refused(id)));
        ledger.runs().find(export.owner().runId()).ifPresent(run -> {
            String job = job(run, asJob);
            if (!jobs.contains(job)) {
                throw DeadLetterFailures.notReleased(export, job);
            }
        });
        return export;
    }

    /**
     * Discards dead letters: they are not retried, and the spool need not keep their bytes. A failed run without any other dead
     * letter is discarded too: its replay would deliver nothing and count as a success.
     *
     * @param ids each as for {@link #replay(Collection, String)}
     * @return the ids of what is discarded now, each once: deliveries, artifacts, and runs that had failed
     * @throws PermanentFailure {@code unknown_dead_letter} if nothing dead has one of the ids. Nothing is changed then
     */
    public List<String> discard(Collection<String> ids) {
        for (String id : ids) {
            if (!isDead(id)) {
                throw DeadLetterFailures.unknown(id);
            }
        }
        Set<String> discarded = new LinkedHashSet<>();
        ids.forEach(id -> discard(id, discarded));
        return List.copyOf(discarded);
    }

    private void discard(String id, Set<String> discarded) {
        Set<String> runs = new LinkedHashSet<>();
        for (Delivery delivery : chosen(id)) {
            if (ledger.deliveries().discard(delivery.exportId(), delivery.destination())) {
                discarded.add(delivery.id());
                runs.add(delivery.plan().runId());
            }
        }
        for (ExportEntry artifact : artifacts(id)) {
            if (ledger.exports().discard(artifact.manifest().id())) {
                discarded.add(artifact.manifest().id());
                runs.add(artifact.owner().runId());
            }
        }
        runs.removeIf(this::hasDead);
        runs.add(id);
        runs.stream().filter(run -> ledger.runs().discard(run)).forEach(discarded::add);
    }

    private boolean isDead(String id) {
        return hasDead(id)
                || ledger.runs()
                        .find(id)
                        .filter(run -> run.state() == RunState.FAILED)
                        .isPresent();
    }

    private boolean hasDead(String id) {
        return !chosen(id).isEmpty() || !artifacts(id).isEmpty();
    }

    private List<ExportEntry> artifacts(String id) {
        return Stream.concat(ledger.exports().failed(id).stream(), ledger.exports().refused(id).stream())
                .toList();
    }

    /** The dead deliveries of the run with this id, or the one with it. */
    private List<Delivery> chosen(String id) {
        int at = id.lastIndexOf('@');
        Stream<Delivery> named = at < 0
                ? Stream.empty()
                : ledger.deliveries().find(id.substring(0, at), id.substring(at + 1)).stream()
                        .flatMap(delivery ->
                                ledger.deliveries().dead(delivery.plan().runId()).stream())
                        .filter(delivery -> delivery.id().equals(id));
        return Stream.concat(named, ledger.deliveries().dead(id).stream()).toList();
    }

    /** The refused artifacts with that id, or of the run or the delivery with it. */
    private Optional<ExportEntry> refused(String id) {
        int at = id.lastIndexOf('@');
        return ledger.exports().refused(at < 0 ? id : id.substring(0, at)).stream()
                .findFirst();
    }
}
