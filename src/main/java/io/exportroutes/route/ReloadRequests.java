package io.exportroutes.route;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.StopRequested;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.ledger.Reloads;
import io.exportroutes.ledger.Reloads.Reload;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code reloads}: looks whether a command asks this node to read exports.yaml anew. */
public final class ReloadRequests {
    private static final Logger LOG = LoggerFactory.getLogger(ReloadRequests.class);

    private final Reloads requests;
    private final String node;
    private final Duration takeover;
    private final Consumer<Reload> worker;
    private final AtomicBoolean inHand = new AtomicBoolean();

    /**
     * @param takeover a node without a heartbeat for so long is not waited for
     * @param worker has {@link #answer} called, in another thread: the routes of this one are about to retire
     */
    public ReloadRequests(Reloads requests, String node, Duration takeover, Consumer<Reload> worker) {
        this.requests = requests;
        this.node = node;
        this.takeover = takeover;
        this.worker = worker;
    }

    /** Hands the next request over, if it is this node's turn. */
    public void look() {
        if (!inHand.get()) {
            requests.next(node, takeover).ifPresent(request -> {
                if (inHand.compareAndSet(false, true)) {
                    worker.accept(request);
                }
            });
        }
    }

    /**
     * Reloads, and records what came of it.
     *
     * @param reload returns what changed, or throws an {@link ExportFailure} where it changed nothing
     */
    public void answer(Reload request, Supplier<List<String>> reload) {
        try {
            record(request, reload);
        } catch (ExportFailure silent) {
            LOG.warn("The command that asked for the reload hears nothing of it: {}", silent.getMessage());
        } finally {
            inHand.set(false);
        }
    }

    private void record(Reload request, Supplier<List<String>> reload) {
        List<String> changes;
        try {
            changes = reload.get();
        } catch (ExportFailure refused) {
            requests.refused(request, refused);
            return;
        } catch (StopRequested stop) {
            return; // its next start goes by the file as it is then, and answers
        } catch (RuntimeException unexpected) {
            LOG.error("exports.yaml was not taken in, and the service works on as before", unexpected);
            requests.refused(
                    request,
                    new TransientFailure(
                            FailureCode.UNEXPECTED,
                            "The service could not begin anew: " + unexpected,
                            "See the service's log, and try again.",
                            unexpected));
            return;
        }
        requests.reloaded(request, changes);
    }
}
