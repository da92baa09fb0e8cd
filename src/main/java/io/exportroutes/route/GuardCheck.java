package io.exportroutes.route;

import io.exportroutes.api.Manifest;
import io.exportroutes.config.JobConfig;
import io.exportroutes.failure.RefusedFailure;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.ExportState;
import io.exportroutes.ledger.Release;
import io.exportroutes.run.RunContext;
import io.exportroutes.run.RunServices;
import io.exportroutes.spool.verify.Guard;
import io.exportroutes.value.Verified;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the job's guard about a complete artifact, before any destination can have the last byte. */
final class GuardCheck {
    private static final Logger LOG = LoggerFactory.getLogger(GuardCheck.class);

    private final RunServices services;

    GuardCheck(RunServices services) {
        this.services = services;
    }

    /**
     * Lets the artifact pass where the guard does, where somebody released it, or where these bytes passed before. A sweep
     * that takes over what another job could not download asks the guard of that job as well: it delivers to the
     * destinations that job had planned.
     *
     * @throws RefusedFailure if a guard refuses it; the ledger has it as REFUSED then
     */
    void check(RunContext context, ExportEntry export, Verified whole) {
        RefusedFailure refusal = refusal(context, export, whole);
        if (refusal != null) {
            context.ledger()
                    .exports()
                    .refuse(export.manifest().id(), whole.size(), whole.sha256(), services.node(), refusal);
            throw refusal;
        }
    }

    /** Why {@link #check} would refuse it, or null; records nothing. */
    @Nullable
    RefusedFailure refusal(RunContext context, ExportEntry export, Verified whole) {
        if (passedBefore(export, whole)) {
            return null;
        }
        try {
            ask(context, export, whole);
            return null;
        } catch (RefusedFailure refused) {
            Release release = export.owner().release();
            if (release == null) {
                return refused;
            }
            LOG.info(
                    "Run {}: {} passes the guard, released by {}: {}",
                    context.id(),
                    export.manifest().id(),
                    release.by(),
                    release.reason());
            return null;
        }
    }

    private void ask(RunContext context, ExportEntry export, Verified whole) {
        for (JobConfig job : askedJobs(context, export)) {
            Guard.check(job.limits().guard(), whole.size(), lastGoodSize(job, export.manifest()));
        }
    }

    private static boolean passedBefore(ExportEntry export, Verified whole) {
        return export.state() == ExportState.VERIFIED
                && whole.sha256().equals(export.bytes().sha256());
    }

    /** The job that took it first, where exports.yaml still has it, and the run's own. */
    private Set<JobConfig> askedJobs(RunContext context, ExportEntry export) {
        Set<JobConfig> asked = new LinkedHashSet<>();
        JobConfig first = export.owner().firstJob() == null
                ? null
                : services.config().jobs().get(export.owner().firstJob());
        if (first != null) {
            asked.add(first);
        }
        asked.add(context.job());
        return asked;
    }

    /** Looked up only if the guard compares with it: the ledger of a large sweep is long. */
    private @Nullable Long lastGoodSize(JobConfig job, Manifest manifest) {
        if (job.limits().guard().maxShrinkPercent() == null) {
            return null;
        }
        return services.ledger()
                .exports()
                .lastGood(job.name(), manifest.scope().kind())
                .map(export -> export.bytes().size())
                .orElse(null);
    }
}
