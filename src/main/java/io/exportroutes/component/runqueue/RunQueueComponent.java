package io.exportroutes.component.runqueue;

import io.exportroutes.queue.KeptRuns;
import io.exportroutes.queue.RunQueue;
import io.exportroutes.schedule.Enqueuer;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/** The durable queue of runs as endpoints (docs/decisions/0020). */
@Component("run-queue")
public final class RunQueueComponent extends DefaultComponent {
    @Metadata(label = "advanced", description = "The queue on the ledger's database.")
    private @Nullable RunQueue queue;

    @Metadata(
            label = "producer,advanced",
            description = "Writes runs into the ledger and on the queue, in one transaction.")
    private @Nullable Enqueuer enqueuer;

    @Metadata(
            label = "consumer,advanced",
            description = "The entries that routes have kept, for a consumer with the option kept.")
    private @Nullable KeptRuns keptRuns;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        RunQueueEndpoint endpoint =
                new RunQueueEndpoint(uri, this, Objects.requireNonNull(queue, "the component's option queue"));
        endpoint.setName(remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    public @Nullable RunQueue getQueue() {
        return queue;
    }

    public void setQueue(RunQueue queue) {
        this.queue = queue;
    }

    public @Nullable Enqueuer getEnqueuer() {
        return enqueuer;
    }

    public void setEnqueuer(Enqueuer enqueuer) {
        this.enqueuer = enqueuer;
    }

    public @Nullable KeptRuns getKeptRuns() {
        return keptRuns;
    }

    public void setKeptRuns(KeptRuns keptRuns) {
        this.keptRuns = keptRuns;
    }
}
