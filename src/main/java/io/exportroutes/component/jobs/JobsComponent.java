package io.exportroutes.component.jobs;

import java.util.List;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Starts a route at each due time of jobs (docs/decisions/0020). */
@Component("jobs")
public final class JobsComponent extends DefaultComponent {
    @Metadata(label = "advanced", description = "The jobs that have a schedule, and when each is due.")
    private List<JobSchedule> schedules = List.of();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        JobsEndpoint endpoint = new JobsEndpoint(uri, this);
        endpoint.setOperation(JobsOperation.valueOf(remaining));
        setProperties(endpoint, parameters);
        return endpoint;
    }

    public List<JobSchedule> getSchedules() {
        return schedules;
    }

    public void setSchedules(List<JobSchedule> schedules) {
        this.schedules = List.copyOf(schedules);
    }
}
