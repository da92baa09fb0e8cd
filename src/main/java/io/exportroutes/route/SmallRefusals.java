package io.exportroutes.route;

import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.RefusedFailure;
import io.exportroutes.failure.TakenOverFailure;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.run.RunContext;
import io.exportroutes.run.RunServices;
import io.exportroutes.spool.SpoolFile;
import io.exportroutes.spool.WholeArtifact;
import io.exportroutes.value.Verified;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settles what a guard refused in a batch, as the ordinary way does: its bytes stay in the spool for a release. */
final class SmallRefusals {
    private static final Logger LOG = LoggerFactory.getLogger(SmallRefusals.class);

    private final RunServices services;
    private final DeliveryPlanner planner;
    private final ArtifactFailures outcomes;

    SmallRefusals(RunServices services, ArtifactFailures outcomes) {
        this.services = services;
        this.planner = new DeliveryPlanner(services);
        this.outcomes = outcomes;
    }

    /** One whole artifact, and why a guard refused it. */
    record Refused(ExportEntry export, WholeArtifact artifact, RefusedFailure reason) {
        String exportId() {
            return artifact.exportId();
        }
    }

    /**
     * In a segment of their own, as they may stay for long: they are REFUSED only once they are on the disk.
     *
     * @return the ids of those that are settled
     * @throws TakenOverFailure if another worker has the run
     */
    Set<String> settle(RunContext run, List<Refused> refused) {
        Set<String> settled = new HashSet<>();
        try {
            Set<String> stored = services
                    .spool()
                    .store(refused.stream().map(Refused::artifact).toList())
                    .stream()
                    .map(SpoolFile::exportId)
                    .collect(Collectors.toSet());
            for (Refused one : refused) {
                if (stored.contains(one.exportId())) {
                    settle(run, one);
                    settled.add(one.exportId());
                }
            }
        } catch (TakenOverFailure lost) {
            throw lost;
        } catch (ExportFailure e) {
            LOG.warn(
                    "Run {}: {} refused artifacts are looked at again: {}",
                    run.id(),
                    refused.size() - settled.size(),
                    e.getMessage());
        }
        return settled;
    }

    private void settle(RunContext run, Refused one) {
        Verified whole = one.artifact().verified();
        planner.note(run, one.export());
        run.ledger().exports().refuse(one.exportId(), whole.size(), whole.sha256(), services.node(), one.reason());
        outcomes.record(run, one.export(), null, null, one.reason());
    }
}
