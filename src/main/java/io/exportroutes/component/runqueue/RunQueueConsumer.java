package io.exportroutes.component.runqueue;

import io.exportroutes.queue.QueueWorkers;
import io.exportroutes.queue.RunQueue;
import java.time.Duration;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.jspecify.annotations.Nullable;

/** Takes each entry that is due, in the thread of a worker of the queue. Suspended, it takes no more, and those in hand go on. */
public final class RunQueueConsumer extends EntryConsumer implements Suspendable {
    /** Until the routes that are under way are interrupted. */
    private static final Duration GRACE_PERIOD = Duration.ofSeconds(5);

    private final RunQueue queue;
    private final int number;
    private volatile @Nullable QueueWorkers workers;

    RunQueueConsumer(RunQueueEndpoint endpoint, Processor processor, RunQueue queue) {
        super(endpoint, processor);
        this.queue = queue;
        this.number = endpoint.getWorkers();
    }

    @Override
    void begin() {
        workers = queue.start(this::work, number);
    }

    /** Whether no worker has an entry. */
    public boolean isIdle() {
        QueueWorkers begun = workers;
        return begun == null || begun.areIdle();
    }

    @Override
    protected void doSuspend() throws Exception {
        QueueWorkers begun = workers;
        if (begun != null) {
            begun.retire();
        }
        super.doSuspend();
    }

    @Override
    protected void doStop() throws Exception {
        QueueWorkers begun = workers;
        if (begun != null) {
            queue.stop(begun, GRACE_PERIOD);
        }
        super.doStop();
    }
}
