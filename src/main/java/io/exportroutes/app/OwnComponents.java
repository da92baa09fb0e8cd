package io.exportroutes.app;

import io.exportroutes.component.attempt.AttemptComponent;
import io.exportroutes.component.jobs.JobSchedule;
import io.exportroutes.component.jobs.JobsComponent;
import io.exportroutes.component.runqueue.RunQueueComponent;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.JobConfig;
import io.exportroutes.queue.KeptRuns;
import io.exportroutes.route.RunSpans;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/**
 * The Camel components of this program. They are added here, as no service file names them: an application that has our
 * Kamelets on its class path gets no schemes of ours with them (docs/decisions/0020).
 */
final class OwnComponents {
    private OwnComponents() {}

    /** To be called before the routes are loaded. */
    static void addTo(CamelContext context, AppContext app, KeptRuns keptRuns) {
        JobsComponent jobs = new JobsComponent();
        jobs.setSchedules(schedules(app.config()));
        context.addComponent("jobs", jobs);
        RunQueueComponent queue = new RunQueueComponent();
        queue.setQueue(app.queue());
        queue.setEnqueuer(app.enqueuer());
        queue.setKeptRuns(keptRuns);
        context.addComponent("run-queue", queue);
        context.addComponent("attempt", new AttemptComponent());
        RunSpans.addTo(context);
    }

    private static List<JobSchedule> schedules(ExportsConfig config) {
        return config.jobs().values().stream().flatMap(OwnComponents::schedule).toList();
    }

    private static Stream<JobSchedule> schedule(JobConfig job) {
        String cron = job.timing().schedule().cron();
        return cron == null
                ? Stream.empty()
                : Stream.of(new JobSchedule(job.name(), cron, job.timing().zone()));
    }
}
