package io.exportroutes.run;

import io.exportroutes.config.JobConfig;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.Run;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides a run's project: the one it was created with, once anything was requested or taken for it, even if its job names another. */
public final class RunProject {
    private static final Logger LOG = LoggerFactory.getLogger(RunProject.class);

    private RunProject() {}

    /** The run to work on; one that has no export yet moves to the project that its job names now. */
    public static Run settle(Run run, JobConfig job, OwnedRun ownedRun, Ledger ledger) {
        if (run.origin().project().equals(job.request().project())) {
            return run;
        }
        if (!ownedRun.ledger().runs().moveToProject(run.id(), job.request().project())) {
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
