package io.exportroutes.app;

import io.exportroutes.config.ConfigResult;
import io.exportroutes.config.ConfigValues;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.StopRequested;
import io.exportroutes.ledger.Reloads.Reload;
import io.exportroutes.route.ReloadRequests;
import io.exportroutes.value.DaemonThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The present {@link Generation}, and the earlier ones that still have runs in hand; a reload begins the next one. */
final class Generations {
    private static final Logger LOG = LoggerFactory.getLogger(Generations.class);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Workplace place;
    private final AppContext first;
    private final ReloadRequests requests;
    /** And whether nothing was in hand at the last look. */
    private final Map<Generation, Boolean> retired = new LinkedHashMap<>();
    /** All changes happen in this thread. */
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("reload"));

    private volatile Generation present;
    private ConfigValues values;
    private int number = 1;

    /**
     * Begins with the first one.
     *
     * @param values what stands in its exports.yaml
     */
    Generations(AppContext first, ConfigValues values, Workplace place) {
        this.place = place;
        this.first = first;
        this.values = values;
        this.requests = new ReloadRequests(
                first.ledger().nodes().reloads(),
                first.node(),
                first.takeover(),
                request -> soon(() -> answer(request)));
        if (first.options().fires()) {
            first.ledger().nodes().reloads().begun(first.node());
        }
        synchronized (this) { // a request that is there already waits until this one is the present one
            this.present = Generation.begin(1, first, place, requests);
        }
        thread.scheduleWithFixedDelay(this::closeIdle, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    Generation present() {
        return present;
    }

    /** Those with runs in hand, the present one last. */
    synchronized List<Generation> all() {
        List<Generation> all = new ArrayList<>(retired.keySet());
        all.add(present);
        return all;
    }

    /** Nothing changes any more; a reload that is under way ends first. */
    List<Generation> end() {
        thread.shutdown();
        return all();
    }

    /** Reads exports.yaml anew in another thread; the log tells what came of it. */
    void reloadSoon(String why) {
        soon(() -> {
            LOG.info("{}: exports.yaml is read anew", why);
            try {
                reload();
            } catch (ExportFailure | StopRequested told) {
                LOG.debug("Not reloaded", told);
            }
        });
    }

    private void soon(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException stopping) {
            LOG.info("exports.yaml is not read anew: the service stops");
        }
    }

    private void answer(Reload request) {
        LOG.info("A command asks node {} to read exports.yaml anew", request.node());
        requests.answer(request, this::reload);
    }

    /**
     * @return what changed, by name
     * @throws ExportFailure if nothing was changed, and why not
     * @throws StopRequested if the process is about to stop
     */
    private synchronized List<String> reload() {
        try {
            place.stopping().check("A reload");
            ConfigResult read = AppContext.read(first.options());
            List<String> changes = values.changesTo(read.values());
            begin(read.orThrow());
            values = read.values();
            tell(changes);
            return changes;
        } catch (ExportFailure e) {
            LOG.error(
                    "exports.yaml was not taken in, and the service works on as before ({}): {} {}",
                    e.code(),
                    e.getMessage(),
                    e.hint());
            throw e;
        }
    }

    private void begin(ExportsConfig config) {
        if (!Objects.equals(first.config().service().ledger(), config.service().ledger())) {
            throw new PermanentFailure(
                    FailureCode.RESTART_NEEDED,
                    "The section ledger of exports.yaml is another one",
                    "Stop the service and start it again, or take the change back.");
        }
        Generation before = present;
        before.endFirings(first.clock().instant());
        AppContext.checkKeys(config);
        Generation next = Generation.begin(number + 1, first.by(config), place, requests);
        next.app().sign();
        number++;
        present = next;
        next.camel().takeOver();
        before.retire();
        retired.put(before, false);
    }

    private static void tell(List<String> changes) {
        if (changes.isEmpty()) {
            LOG.info("exports.yaml says what it said before; routes and Kamelets were read anew");
        }
        changes.forEach(change -> LOG.info("Taken in from exports.yaml: {}", change));
    }

    /** Idle at two looks: between them a worker may have been about to take what it had picked before. */
    private synchronized void closeIdle() {
        for (Map.Entry<Generation, Boolean> earlier : Map.copyOf(retired).entrySet()) {
            boolean idle = earlier.getKey().isIdle();
            if (idle && earlier.getValue()) {
                retired.remove(earlier.getKey());
                earlier.getKey().close();
                LOG.info("Nothing is in hand by an earlier exports.yaml any more");
            } else {
                retired.put(earlier.getKey(), idle);
            }
        }
    }
}
