package io.exportroutes.report;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The chains of custody, as the ledger knows their ends. */
public interface Chains {
    /** None is written. */
    Chains NONE = job -> Optional.empty();

    /**
     * The end of a chain.
     *
     * @param number of the last entry
     * @param sha256 of its bytes
     * @param fingerprint of the key that signed it, or null
     */
    record Head(
            long number,
            String sha256,
            Instant at,
            @Nullable String fingerprint) {
        /** As the verifiers take it. */
        public String text() {
            return number + ":" + sha256;
        }
    }

    /** Empty for a job without a chain. */
    Optional<Head> head(String job);
}
