package io.exportroutes.doctor;

import io.exportroutes.app.EngineOptions;
import io.exportroutes.app.KameletCaller;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.JobConfig;
import io.exportroutes.doctor.Patient.Installation;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.value.DaemonThreads;
import io.exportroutes.value.Durations;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Looks at everything that a run needs, and says what is wrong. It needs no lock: a service may be at work. */
public final class Doctor implements AutoCloseable {
    /** More at once would only look like a slow network. */
    private static final int AT_ONCE = 16;

    private final Installation installation;
    private final Duration limit;
    private final ExecutorService turns = Executors.newFixedThreadPool(AT_ONCE, DaemonThreads.named("doctor-turn"));
    private final ExecutorService checks = Executors.newCachedThreadPool(DaemonThreads.named("doctor"));

    /** @param limit for each check */
    public Doctor(EngineOptions options, ExportsConfig config, Clock clock, Duration limit) {
        this.installation = new Installation(options, config, clock);
        this.limit = limit;
    }

    /**
     * Looks at what these jobs need.
     *
     * @param told each finding at once, from any thread; the result has them in their order
     */
    public List<Finding> examine(Collection<JobConfig> jobs, Consumer<Finding> told) throws InterruptedException {
        // The ledger comes first: others need what it knows.
        try (LedgerCheck ledger = new LedgerCheck(installation)) {
            List<Finding> all = new ArrayList<>(examine(ledger, told));
            try (KameletCaller caller =
                    new KameletCaller(installation.options(), installation.config(), installation.clock())) {
                Patient patient = new Patient(installation, List.copyOf(jobs), caller, ledger.opened());
                all.addAll(examine(Checks.of(patient), told));
                return all;
            }
        }
    }

    private List<Finding> examine(List<Check> all, Consumer<Finding> told) throws InterruptedException {
        List<Future<List<Finding>>> results = new ArrayList<>();
        all.forEach(check -> results.add(turns.submit(() -> examine(check, told))));
        List<Finding> found = new ArrayList<>();
        for (Future<List<Finding>> result : results) {
            found.addAll(result(result));
        }
        return found;
    }

    private List<Finding> examine(Check check, Consumer<Finding> told) throws InterruptedException {
        Findings findings = new Findings(check);
        Future<?> look = checks.submit(() -> {
            check.look(findings);
            return check;
        });
        try {
            look.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            findings.giveUp(Durations.print(limit));
            look.cancel(true);
        } catch (ExecutionException e) {
            failed(findings, e.getCause());
        }
        findings.all().forEach(told);
        return findings.all();
    }

    private static void failed(Findings findings, @Nullable Throwable thrown) {
        ExportFailure failure = ExportFailure.in(thrown);
        if (failure == null) {
            findings.fail(String.valueOf(thrown), "Run it again with --verbose, which shows where, and report it");
        } else {
            findings.fail(failure);
        }
    }

    private static List<Finding> result(Future<List<Finding>> result) throws InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        turns.shutdownNow();
        checks.shutdownNow();
    }
}
