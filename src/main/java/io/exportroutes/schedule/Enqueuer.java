package io.exportroutes.schedule;

import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.JobConfig;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.FailureNote;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.Run;
import io.exportroutes.ledger.RunOrigin;
import io.exportroutes.ledger.RunProgress;
import io.exportroutes.ledger.RunState;
import io.exportroutes.queue.RunQueue;
import io.exportroutes.value.LogFields;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The only entry to the run queue, for firings, commands and replays. */
public final class Enqueuer {
    private static final Logger LOG = LoggerFactory.getLogger(Enqueuer.class);
    private static final String SCHEDULE = "schedule";
    /** Other writers of a SQLite ledger wait for each transaction. */
    private static final int IN_ONE_TRANSACTION = 500;

    private final ExportsConfig config;
    private final Ledger ledger;
    private final RunQueue queue;
    private final Clock clock;
    private final LongAdder skipped;

    public Enqueuer(ExportsConfig config, Ledger ledger, RunQueue queue, Clock clock) {
        this(config, ledger, queue, clock, new LongAdder());
    }

    private Enqueuer(ExportsConfig config, Ledger ledger, RunQueue queue, Clock clock, LongAdder skipped) {
        this.config = config;
        this.ledger = ledger;
        this.queue = queue;
        this.clock = clock;
        this.skipped = skipped;
    }

    /** The same by another configuration: it goes on counting where this one is. */
    public Enqueuer by(ExportsConfig other) {
        return new Enqueuer(other, ledger, queue, clock, skipped);
    }

    /** As {@link #enqueue(Collection)}. */
    public void enqueue(RunRequest request) {
        enqueue(List.of(request));
    }

    /**
     * Writes each run into the ledger and on the queue, both in one transaction: hundreds of runs in each. One that the
     * ledger has already adds nothing, so all of it may be repeated. A scheduled run whose job is still busy is SKIPPED
     * from the start, unless its job lets its runs wait for each other.
     *
     * @throws PermanentFailure {@code unknown_job}, before anything is written
     * @throws ExportFailure that of the first transaction that failed, once all others are written
     */
    public void enqueue(Collection<RunRequest> requests) {
        requests.forEach(request -> config.job(request.job()));
        List<RunRequest> ordered = requests.stream()
                .sorted(Comparator.comparing(RunRequest::runId))
                .toList();
        ExportFailure failure = null;
        for (int from = 0; from < ordered.size(); from += IN_ONE_TRANSACTION) {
            try {
                write(ordered.subList(from, Math.min(ordered.size(), from + IN_ONE_TRANSACTION)));
            } catch (ExportFailure e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** How many runs were SKIPPED from the start since the process began. */
    public long skipped() {
        return skipped.sum();
    }

    private void write(List<RunRequest> requests) {
        Instant now = clock.instant();
        Set<RunRequest> overlapping = overlapping(requests);
        Map<String, Instant> due = new HashMap<>();
        List<Run> runs = new ArrayList<>();
        for (RunRequest request : requests) {
            JobConfig job = config.job(request.job());
            if (overlapping.contains(request)) {
                runs.add(newRun(request, job, now, overlap(job)));
            } else {
                runs.add(newRun(request, job, now, null));
                due.put(request.runId(), now.plus(jitter(request, job)));
            }
        }
        List<String> added = ledger.runs().add(runs, (transaction, ids) -> {
            Map<String, Instant> entries = new TreeMap<>(due);
            entries.keySet().retainAll(Set.copyOf(ids));
            queue.enqueue(transaction, entries);
        });
        due.values().stream().min(Comparator.naturalOrder()).ifPresent(queue::announce);
        skipped.add(added.stream().filter(id -> !due.containsKey(id)).count());
        tell(runs, Set.copyOf(added));
    }

    private static void tell(List<Run> runs, Set<String> added) {
        for (Run run : runs) {
            try (LogFields fields = LogFields.ofRun(run.job(), run.id())) {
                if (!added.contains(run.id())) {
                    LOG.debug("Run {} is in the ledger already", run.id());
                } else if (run.state() == RunState.SKIPPED) {
                    LOG.warn(
                            "Run {} of job {} is SKIPPED: {}",
                            run.id(),
                            run.job(),
                            run.failure().message());
                } else {
                    LOG.info(
                            "Run {} of job {} is queued ({})",
                            run.id(),
                            run.job(),
                            run.origin().trigger());
                }
            }
        }
    }

    private static PermanentFailure overlap(JobConfig job) {
        return new PermanentFailure(
                FailureCode.OVERLAP,
                "The last run of " + job.name() + " is still running",
                "Set overlap: queue for the job to let its firings wait for each other.");
    }

    /** @param skipped why it is settled from the start, or null */
    private static Run newRun(RunRequest request, JobConfig job, Instant now, @Nullable PermanentFailure skipped) {
        return new Run(
                request.runId(),
                new RunOrigin(job.name(), job.request().project(), request.trigger(), request.scheduledFor(), now),
                skipped == null ? RunState.QUEUED : RunState.SKIPPED,
                skipped == null ? RunProgress.NONE : RunProgress.finished(now),
                FailureNote.of(skipped));
    }

    /** Those that are not to wait for another run of their job that still exports or downloads. */
    private Set<RunRequest> overlapping(List<RunRequest> requests) {
        List<RunRequest> concerned = requests.stream()
                .filter(request -> request.trigger().equals(SCHEDULE)
                        && config.job(request.job()).timing().overlap() == JobConfig.Overlap.SKIP)
                .toList();
        Map<String, List<Run>> busy = ledger
                .runs()
                .busy(concerned.stream().map(RunRequest::job).toList())
                .stream()
                .collect(Collectors.groupingBy(Run::job));
        return concerned.stream()
                .filter(request -> busy.getOrDefault(request.job(), List.of()).stream()
                        .anyMatch(other -> !other.id().equals(request.runId())))
                .collect(Collectors.toSet());
    }

    private static Duration jitter(RunRequest request, JobConfig job) {
        long bound = request.trigger().equals(SCHEDULE) ? job.timing().jitter().toMillis() : 0;
        return bound == 0
                ? Duration.ZERO
                : Duration.ofMillis(ThreadLocalRandom.current().nextLong(bound));
    }
}
