package io.exportroutes.component.runqueue;

import io.exportroutes.queue.KeptRuns;
import io.exportroutes.queue.RunQueue;
import java.util.Objects;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Writes runs into the ledger and on the durable run queue, in one transaction, and takes them from it. Each entry is in one route of one node
 * at a time; one whose route fails is taken again after a while, one whose process ends by its next start or another node.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "run-queue",
        title = "Run Queue",
        syntax = "run-queue:name",
        remote = false,
        category = {Category.SCHEDULING, Category.MESSAGING},
        headersClass = RunQueueConstants.class)
public final class RunQueueEndpoint extends DefaultEndpoint {
    private final RunQueue queue;

    @UriPath(
            description =
                    "The name of the queue: its producers and its consumers use the same. It has one consumer, and one with the option kept.")
    @Metadata(required = true)
    private String name = "runs";

    @UriParam(label = "consumer", defaultValue = "4", description = "How many runs the route works on at once.")
    private int workers = 4;

    @UriParam(
            label = "consumer",
            description =
                    "Takes the entries that a route has kept (header ExportRoutesEntryKept), each whenever more can be done"
                            + " of its run, instead of those that are due.")
    private boolean kept;

    RunQueueEndpoint(String uri, RunQueueComponent component, RunQueue queue) {
        super(uri, component);
        this.queue = queue;
    }

    @Override
    public Producer createProducer() {
        return new RunQueueProducer(
                this,
                Objects.requireNonNull(
                        ((RunQueueComponent) getComponent()).getEnqueuer(), "the component's option enqueuer"));
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        Consumer consumer =
                kept ? new KeptRunsConsumer(this, processor, keptRuns()) : new RunQueueConsumer(this, processor, queue);
        configureConsumer(consumer);
        return consumer;
    }

    private KeptRuns keptRuns() {
        return Objects.requireNonNull(
                ((RunQueueComponent) getComponent()).getKeptRuns(), "the component's option keptRuns");
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public int getWorkers() {
        return workers;
    }

    public void setWorkers(int workers) {
        this.workers = workers;
    }

    public boolean isKept() {
        return kept;
    }

    public void setKept(boolean kept) {
        this.kept = kept;
    }
}
