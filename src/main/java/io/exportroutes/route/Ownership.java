package io.exportroutes.route;

import io.exportroutes.api.Manifest;
import io.exportroutes.api.OddManifest;
import io.exportroutes.config.JobConfig;
import io.exportroutes.ledger.Run;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether a listed export is the one that a run asked for without getting an answer. */
final class Ownership {
    /** How far the API's clock may be behind ours. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private Ownership() {}

    static boolean mayBeOf(Run run, JobConfig job, Manifest manifest) {
        Instant asked = run.requestedAt();
        if (asked == null || !manifest.kind().equals(job.export().word() + "_export")) {
            return false;
        }
        boolean sameFormat = job.format() == null
                || manifest.format() == null
                || job.format().equals(manifest.format());
        boolean recent = manifest.createdAt() == null || !manifest.createdAt().isBefore(asked.minus(CLOCK_SKEW));
        String listed = manifest.downloadName();
        return sameFormat && (carriesId(run, listed) || recent && carriesName(run, listed));
    }

    /** No other request sends this run's id, whatever the clocks say. */
    private static boolean carriesId(Run run, @Nullable String listed) {
        return run.id().equals(run.fileName()) && listed != null && listed.startsWith(run.id());
    }

    /** As much of it as can be told of an entry that cannot be read. */
    static boolean mayBeOf(Run run, OddManifest odd) {
        return carriesName(run, odd.downloadName());
    }

    private static boolean carriesName(Run run, @Nullable String listed) {
        String sent = run.fileName();
        return sent == null || listed == null || listed.startsWith(sent);
    }
}
