package io.exportroutes.component.runqueue;

import io.exportroutes.schedule.Enqueuer;
import io.exportroutes.schedule.RunRequest;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.support.DefaultProducer;

/** Puts the run of the {@link RunRequest} in the body on the queue, or those of a collection; one that is there already stays as it is. */
final class RunQueueProducer extends DefaultProducer {
    private final Enqueuer enqueuer;

    RunQueueProducer(RunQueueEndpoint endpoint, Enqueuer enqueuer) {
        super(endpoint);
        this.enqueuer = enqueuer;
    }

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        List<RunRequest> requests = new ArrayList<>();
        if (exchange.getMessage().getBody() instanceof Iterable<?> several) {
            several.forEach(one -> requests.add((RunRequest) one));
        } else {
            requests.add(exchange.getMessage().getMandatoryBody(RunRequest.class));
        }
        enqueuer.enqueue(requests);
    }
}
