package io.exportroutes.delivery;

import io.exportroutes.ledger.KnownDirectory;
import java.util.Optional;

/** What is remembered of one destination beyond a delivery. */
public interface DestinationMemory {
    /** The destination's name, or nothing where it has none. */
    String destination();

    /** Tells the temporary files of this node from those of others, which may be making the same marker. */
    String writer();

    /** What is known of the base directory at this place, or empty where it was never seen. */
    Optional<KnownDirectory> recall(String place);

    /**
     * Durably, with what was known before.
     *
     * @return what stands, see {@link KnownDirectory#and}
     */
    KnownDirectory note(KnownDirectory directory);

    /** What a user does to begin anew, as a part of a sentence. */
    String howToForget();
}
