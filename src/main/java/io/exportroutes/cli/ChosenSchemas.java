package io.exportroutes.cli;

import io.exportroutes.archive.ArchivedCopy;
import io.exportroutes.archive.CopyChoice;
import io.exportroutes.archive.OneArtifact;
import io.exportroutes.cli.ArchiveOptions.Opened;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the copies of the two exports that {@code drift} compares. */
final class ChosenSchemas {
    private static final int LOOKED_AT = 1000;

    private final Opened opened;
    private final @Nullable String job;

    /** @param job whose last exports count where none is named; null where both are */
    ChosenSchemas(Opened opened, @Nullable String job) {
        this.opened = opened;
        this.job = job;
    }

    /** @param which null for the job's last one */
    List<ArchivedCopy> after(@Nullable String which) {
        return which == null ? copies(new CopyChoice(job, null)) : copies(opened.choice(which));
    }

    /** @param which null for the job's last one before the newer */
    List<ArchivedCopy> before(@Nullable String which, List<ArchivedCopy> after) {
        if (which != null) {
            return copies(opened.choice(which));
        }
        String newer = after.get(0).exportId();
        return opened.source.find(new CopyChoice(job, null), LOOKED_AT).stream()
                .map(ArchivedCopy::exportId)
                .distinct()
                .dropWhile(id -> !id.equals(newer))
                .skip(1)
                .findFirst()
                .map(id -> copies(new CopyChoice(id, null)))
                .orElseThrow(() -> new PermanentFailure(
                        FailureCode.UNKNOWN_COPY,
                        "There is no copy of an export of " + job + " before " + newer + " to compare it with",
                        "Name another one with --from; see what there is: export-routes archive list " + job));
    }

    private List<ArchivedCopy> copies(CopyChoice choice) {
        return new OneArtifact(opened.config, opened.archives).find(opened.source, choice);
    }
}
