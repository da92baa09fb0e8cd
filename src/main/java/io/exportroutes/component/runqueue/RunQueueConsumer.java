package io.exportroutes.component.runqueue;

import io.exportroutes.queue.RunQueue;
import java.time.Duration;
import org.apache.camel.Processor;

/** Takes each entry that is due, in the thread of a worker of the queue. */
final class RunQueueConsumer extends EntryConsumer {
    /** Until the routes that are under way are interrupted. */
    private static final Duration GRACE_PERIOD = Duration.ofSeconds(5);

    private final RunQueue queue;
    private final int workers;

    RunQueueConsumer(RunQueueEndpoint endpoint, Processor processor, RunQueue queue) {
        super(endpoint, processor);
        this.queue = queue;
        this.workers = endpoint.getWorkers();
    }

    @Override
    void begin() {
        queue.start(this::work, workers);
    }

    @Override
    protected void doStop() throws Exception {
        queue.stop(GRACE_PERIOD);
        super.doStop();
    }
}
