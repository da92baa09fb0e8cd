package io.exportroutes.component.attempt;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Calls another endpoint once, within a time limit. The call works on a copy of the exchange, on a separate thread. At the
 * limit the call's input is closed, its thread is interrupted, and the exchange fails, even where the call ignores both.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "attempt",
        title = "Attempt",
        syntax = "attempt:target",
        remote = false,
        producerOnly = true,
        lenientProperties = true,
        category = Category.CORE)
public final class AttemptEndpoint extends DefaultEndpoint {
    @UriPath(
            description =
                    "The endpoint to call, as kamelet:s3-artifact-sink/archive. Options that are none of attempt's"
                            + " are passed on to it.")
    @Metadata(required = true)
    private String target = "";

    @UriParam(label = "producer", description = "How long the call may take.")
    @Metadata(required = true)
    private @Nullable Duration timeout;

    @UriParam(
            label = "producer",
            defaultValue = "2s",
            description = "How long the route waits for a call that was ended, before it continues without it.")
    private Duration gracePeriod = Duration.ofSeconds(2);

    @UriParam(
            label = "producer",
            description = "The bean that prepares each call, may end it before the timeout, and may refuse its result.")
    @Metadata(required = true)
    private @Nullable AttemptPolicy policy;

    private @Nullable Endpoint called;
    private @Nullable ExecutorService threads;

    AttemptEndpoint(String uri, AttemptComponent component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() throws Exception {
        Endpoint endpoint = Objects.requireNonNull(called, "not initialised");
        return new AttemptProducer(this, endpoint, endpoint.createProducer());
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("No route can begin at attempt:; send to it");
    }

    /** As early as a step "to" does: the route of a Kamelet that is first seen while routes start would never be started. */
    @Override
    protected void doInit() throws Exception {
        super.doInit();
        called = getCamelContext().getEndpoint(target);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        threads = getCamelContext().getExecutorServiceManager().newCachedThreadPool(this, "attempt");
    }

    @Override
    protected void doStop() throws Exception {
        if (threads != null) {
            getCamelContext().getExecutorServiceManager().shutdownNow(threads);
        }
        super.doStop();
    }

    /** For the calls; an endless call keeps its thread. */
    ExecutorService threads() {
        return Objects.requireNonNull(threads, "not started");
    }

    @Override
    public boolean isLenientProperties() {
        return true;
    }

    public String getTarget() {
        return target;
    }

    public void setTarget(String target) {
        this.target = target;
    }

    public Duration getTimeout() {
        return Objects.requireNonNull(timeout, "the option timeout");
    }

    public void setTimeout(Duration timeout) {
        this.timeout = timeout;
    }

    public Duration getGracePeriod() {
        return gracePeriod;
    }

    public void setGracePeriod(Duration gracePeriod) {
        this.gracePeriod = gracePeriod;
    }

    public AttemptPolicy getPolicy() {
        return Objects.requireNonNull(policy, "the option policy");
    }

    public void setPolicy(AttemptPolicy policy) {
        this.policy = policy;
    }
}
