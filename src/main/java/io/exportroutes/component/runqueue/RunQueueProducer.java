package io.exportroutes.component.runqueue;

import io.exportroutes.queue.RunQueue;
import io.exportroutes.schedule.RunRequest;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.NoSuchHeaderException;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.ExchangeHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the run of the {@link RunRequest} in the body on the queue; one that is there already keeps its time. */
final class RunQueueProducer extends DefaultProducer {
    private static final Logger LOG = LoggerFactory.getLogger(RunQueueProducer.class);

    private final RunQueue queue;

    RunQueueProducer(RunQueueEndpoint endpoint, RunQueue queue) {
        super(endpoint);
        this.queue = queue;
    }

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException, NoSuchHeaderException {
        RunRequest request = exchange.getMessage().getMandatoryBody(RunRequest.class);
        Instant due = ExchangeHelper.getMandatoryHeader(exchange, RunQueueConstants.DUE, Instant.class);
        queue.enqueue(request.runId(), due);
        LOG.info("Run {} is queued ({})", request.runId(), request.trigger());
    }
}
