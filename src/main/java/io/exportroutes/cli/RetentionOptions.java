package io.exportroutes.cli;

import io.exportroutes.app.AppContext;
import io.exportroutes.app.EngineOptions.Mode;
import io.exportroutes.app.KameletArchives;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.JobConfig;
import io.exportroutes.expiry.PlacePlan;
import io.exportroutes.expiry.RetentionPlans;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.CopyPlace;
import io.exportroutes.value.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options for where copies may expire, and the plans for these places. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RetentionOptions {
    private static final int HASH_BYTES = 8;

    @Parameters(paramLabel = "JOB", arity = "0..1", description = "Only copies of this job.")
    @Nullable
    String job;

    @Option(names = "--destination", paramLabel = "DEST", description = "Only copies at this destination.")
    @Nullable
    String destination;

    /** Ledger and destinations, closed when the command is over. */
    static final class Opened implements AutoCloseable {
        final AppContext context;
        final KameletArchives archives;
        final Clock clock;

        Opened(AppContext context, KameletArchives archives, Clock clock) {
            this.context = context;
            this.archives = archives;
            this.clock = clock;
        }

        @Override
        public void close() {
            archives.close();
            context.close();
        }
    }

    Opened open(CommonOptions common) {
        ExportsConfig config = common.config();
        return new Opened(
                AppContext.open(common.options(Mode.COMMAND), config, common.clock()),
                new KameletArchives(common.options(Mode.COMMAND), config, common.clock()),
                common.clock());
    }

    /**
     * The plans of one moment.
     *
     * @param plans in the order of exports.yaml
     * @param unseen why there is no plan for a place: its destination could not be listed
     */
    record Plans(List<PlacePlan> plans, Map<CopyPlace, ExportFailure> unseen) {
        /** A short name of what would expire. */
        String hash() {
            MessageDigest digest = Sha256.digest();
            plans.stream()
                    .map(plan -> plan.place() + " " + plan.plan().hash() + "\n")
                    .forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
        }
    }

    /** @param agreed whether a person agrees to whatever number of runs */
    Plans plans(Opened opened, Instant at, boolean agreed) {
        ExportsConfig config = opened.context.config();
        RetentionPlans retention = new RetentionPlans(
                config, opened.context.ledger().deliveries().copies(), opened.archives, opened.clock);
        Collection<JobConfig> jobs = job == null ? config.jobs().values() : List.of(config.job(job));
        List<CopyPlace> places = retention.places(jobs, destination);
        if (places.isEmpty()) {
            throw new PermanentFailure(
                    FailureCode.NO_RETENTION,
                    "exports.yaml has no retention for "
                            + (job == null && destination == null ? "any job" : "this job and this destination")
                            + ": everything is kept",
                    "Write a section retention under defaults, the destination or the job; docs/custody.md has examples");
        }
        List<PlacePlan> plans = new ArrayList<>();
        Map<CopyPlace, ExportFailure> unseen = new TreeMap<>();
        for (CopyPlace place : places) {
            try {
                plans.add(retention.plan(place, at, agreed));
            } catch (ExportFailure failure) {
                unseen.put(place, failure);
            }
        }
        return new Plans(plans, unseen);
    }
}
