package io.exportroutes.run;

import io.exportroutes.config.JobConfig;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.Run;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** To which project a run belongs: its own, whatever its job's entry says since, once anything was asked or taken for it. */
public final class RunProject {
    private static final Logger LOG = LoggerFactory.getLogger(RunProject.class);

    private RunProject() {}

    /** The run as it is worked on; one that has nothing yet follows its job to the project it names now. */
    public static Run settle(Run run, JobConfig job, OwnedRun hold, Ledger ledger) {
        if (run.origin().project().equals(job.request().project())) {
            return run;
        }
        if (!hold.ledger().runs().moveToProject(run.id(), job.request().project())) {
            LOG.info(
                    "Run {} stays one of project {}; {} names {} by now",
                    run.id(),
                    run.origin().project(),
                    job.name(),
                    job.request().project());
            return run;
        }
        return ledger.runs().find(run.id()).orElse(run);
    }
}
