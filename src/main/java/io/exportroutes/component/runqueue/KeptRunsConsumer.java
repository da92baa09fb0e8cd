package io.exportroutes.component.runqueue;

import io.exportroutes.queue.KeptRuns;
import org.apache.camel.Processor;

/** Takes an entry that a route has kept, whenever more can be done of its run. */
final class KeptRunsConsumer extends EntryConsumer {
    private final KeptRuns kept;

    KeptRunsConsumer(RunQueueEndpoint endpoint, Processor processor, KeptRuns kept) {
        super(endpoint, processor);
        this.kept = kept;
    }

    @Override
    void begin() {
        kept.workBy(this::work);
    }

    @Override
    protected void doStop() throws Exception {
        kept.workBy(entry -> {});
        super.doStop();
    }
}
