package io.exportroutes.delivery;

import io.exportroutes.ledger.KnownDirectory;
import java.util.Optional;

/** Facts about one destination that outlive a delivery. */
public interface DestinationMemory {
    /** The destination's name, or nothing where it has none. */
    String destination();

    /** Tells the temporary files of this node from those of others, which may be writing the same marker. */
    String writer();

    /** The recorded facts about the base directory at this place, or empty if it was never seen. */
    Optional<KnownDirectory> recall(String place);

    /**
     * Records it durably, merged with the earlier facts.
     *
     * @return what stands, see {@link KnownDirectory#and}
     */
    KnownDirectory note(KnownDirectory directory);

    /** How a user accepts another directory, as a part of a sentence. */
    String howToForget();
}
