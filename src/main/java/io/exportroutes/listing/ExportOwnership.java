package io.exportroutes.listing;

import io.exportroutes.api.Manifest;
import io.exportroutes.api.UnreadableManifest;
import io.exportroutes.config.ExportKind;
import io.exportroutes.config.JobConfig;
import io.exportroutes.ledger.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a listed export may be the one that a run requested without getting an answer (docs/decisions/0006). The API does
 * not promise how {@code file_name} comes back: only exactly that name, or it with the format's extension, is evidence.
 */
final class ExportOwnership {
    /** The largest difference between the API's clock and ours. */
    static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private ExportOwnership() {}

    /** @param job the run's, or null if exports.yaml no longer has it: kind and format are then not compared */
    static boolean mayBeOf(Run run, @Nullable JobConfig job, Manifest manifest) {
        return sameProject(run, manifest)
                && (job == null || sameKind(job, manifest))
                && carriesName(
                        run,
                        manifest.artifact().downloadName(),
                        manifest.scope().format())
                && (namedByRun(run) || madeInTime(run, manifest.availability().createdAt()));
    }

    /** The same for an unreadable entry, as far as its fields tell. */
    static boolean mayBeOf(Run run, JobConfig job, UnreadableManifest odd) {
        return carriesName(run, odd.downloadName(), format(job));
    }

    /** Whether the sent name is the run's id, which no other request sends: then the time is not compared. */
    static boolean namedByRun(Run run) {
        return run.id().equals(run.progress().request().fileName());
    }

    private static boolean sameProject(Run run, Manifest manifest) {
        return manifest.scope().project() == null
                || manifest.scope().project().equals(run.origin().project());
    }

    private static boolean sameKind(JobConfig job, Manifest manifest) {
        return manifest.scope().kind().equals(job.request().kind().word() + "_export")
                && Objects.equals(format(job), manifest.scope().format());
    }

    /** The job's format, or the API's documented default. */
    private static String format(JobConfig job) {
        return job.request().format() != null
                ? job.request().format()
                : job.request().kind() == ExportKind.SCHEMA ? "json" : "zip";
    }

    private static boolean carriesName(Run run, @Nullable String listed, @Nullable String format) {
        String sent = run.progress().request().fileName();
        if (sent == null || listed == null) {
            return false;
        }
        return listed.equals(sent) || (format != null && listed.equals(sent + extension(format)));
    }

    private static String extension(String format) {
        return format.equals("zip-csv") ? ".zip" : "." + format;
    }

    /** Between the run's first request and its end, if it has one. */
    private static boolean madeInTime(Run run, @Nullable Instant made) {
        Instant asked = run.progress().request().requestedAt();
        Instant finished = run.progress().finishedAt();
        return asked != null
                && made != null
                && !made.isBefore(asked.minus(CLOCK_SKEW))
                && (finished == null || !made.isAfter(finished.plus(CLOCK_SKEW)));
    }
}
