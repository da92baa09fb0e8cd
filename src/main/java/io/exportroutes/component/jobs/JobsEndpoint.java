package io.exportroutes.component.jobs;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Starts a route at each due time of jobs of exports.yaml, in their time zone, on the Quartz scheduler of camel-quartz. The body is
 * the list of the names of the jobs that are due: all jobs with the same schedule in the same time zone are due at once.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "jobs",
        title = "Jobs",
        syntax = "jobs:operation",
        remote = false,
        category = Category.SCHEDULING,
        headersClass = JobsConstants.class)
public final class JobsEndpoint extends DefaultEndpoint {
    @UriPath(
            description =
                    "due starts the route at each due time, with the list of the jobs that are due as the body. reschedule computes the next due times again,"
                            + " as after the clock was set: from the instant in the body on.")
    @Metadata(required = true)
    private JobsOperation operation = JobsOperation.due;

    JobsEndpoint(String uri, JobsComponent component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        if (operation != JobsOperation.reschedule) {
            throw new UnsupportedOperationException("Nothing can be sent to jobs:due; send to jobs:reschedule");
        }
        return new JobsProducer(this, quartz());
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (operation != JobsOperation.due) {
            throw new UnsupportedOperationException("No route can begin at jobs:reschedule; begin it at jobs:due");
        }
        JobsConsumer consumer =
                new JobsConsumer(this, processor, this::quartz, ((JobsComponent) getComponent()).getSchedules());
        configureConsumer(consumer);
        return consumer;
    }

    /** Camel's own, so that its properties hold here too: it starts once all routes run, and stops with the context. */
    private QuartzComponent quartz() {
        return getCamelContext().getComponent("quartz", QuartzComponent.class);
    }

    public JobsOperation getOperation() {
        return operation;
    }

    public void setOperation(JobsOperation operation) {
        this.operation = operation;
    }
}
