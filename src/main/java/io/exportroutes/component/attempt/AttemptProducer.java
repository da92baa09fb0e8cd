package io.exportroutes.component.attempt;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.StopRequested;
import io.exportroutes.failure.TransientFailure;
import java.time.Duration;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.service.ServiceHelper;

/** Makes each call, waits for it up to its limit, and decides with the policy whether it has succeeded. */
final class AttemptProducer extends DefaultProducer {
    private final AttemptEndpoint endpoint;
    private final Endpoint called;
    private final Producer target;

    AttemptProducer(AttemptEndpoint endpoint, Endpoint called, Producer target) {
        super(endpoint);
        this.endpoint = endpoint;
        this.called = called;
        this.target = target;
    }

    /**
     * @throws ExportFailure of the policy, where the call was ended or its result does not count
     * @throws StopRequested if the thread was interrupted meanwhile
     */
    @Override
    public void process(Exchange exchange) throws Exception {
        Exchange copy = ExchangeHelper.createCorrelatedCopy(exchange, false);
        AttemptPolicy.Attempt attempt = endpoint.getPolicy().begin(copy, endpoint.getTimeout());
        AttemptCall call = new AttemptCall(copy, called, target);
        try (AttemptPolicy.Ending ending = attempt.onEarlyEnd(call::wake)) {
            boolean returned = call.run(endpoint.threads(), attempt.limit());
            ExportFailure failure = attempt.failure(returned);
            if (failure != null) {
                attempt.cut(failure);
                call.stop(endpoint.getGracePeriod());
                throw failure;
            }
            ExchangeHelper.copyResults(exchange, copy);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            attempt.cut(new TransientFailure(
                    FailureCode.INTERRUPTED,
                    attempt.subject() + " was interrupted",
                    "It continues at the next start."));
            call.stop(Duration.ZERO);
            throw new StopRequested(attempt.subject());
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ServiceHelper.startService(target);
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopService(target);
        super.doStop();
    }
}
