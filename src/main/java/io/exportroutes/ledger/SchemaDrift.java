package io.exportroutes.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What changed in a schema export.
 *
 * @param baseExportId the job's export before it, with which it was compared; null if there is none
 * @param comparedAt null if it was not compared
 */
public record SchemaDrift(
        String exportId,
        @Nullable String baseExportId,
        String job,
        @Nullable Instant comparedAt,
        Found found) {
    /**
     * What was found.
     *
     * @param summary the worst changes, or why it was not compared; null if there is nothing to say
     * @param lossesSha256 of all losses, the same for the same ones; null without any
     */
    public record Found(
            long losses,
            long changes,
            long additions,
            @Nullable String summary,
            @Nullable String lossesSha256) {
        /** Nothing changed, or there was nothing to compare with. */
        public static final Found NOTHING = new Found(0, 0, 0, null, null);
    }
}
