package io.exportroutes.ledger;

import org.jspecify.annotations.Nullable;

/**
 * Which copies: those for which each of these is so; null asks for nothing.
 *
 * @param job whose run owes it
 * @param run the id of that run
 * @param exportId of the API
 * @param key of the artifact at its destination
 * @param destination where it lies
 */
public record CopyFilter(
        @Nullable String job,
        @Nullable String run,
        @Nullable String exportId,
        @Nullable String key,
        @Nullable String destination) {
    public static final CopyFilter ALL = new CopyFilter(null, null, null, null, null);

    public static CopyFilter ofJob(String job) {
        return new CopyFilter(job, null, null, null, null);
    }

    public static CopyFilter ofRun(String run) {
        return new CopyFilter(null, run, null, null, null);
    }

    public static CopyFilter ofExport(String exportId) {
        return new CopyFilter(null, null, exportId, null, null);
    }

    public static CopyFilter ofKey(String key) {
        return new CopyFilter(null, null, null, key, null);
    }

    /** Those of them at one destination; null for all. */
    public CopyFilter at(@Nullable String other) {
        return new CopyFilter(job, run, exportId, key, other);
    }
}
