package io.exportroutes.report;

import io.exportroutes.view.ChainView;
import java.util.Optional;

/** The chains of custody, as the ledger knows their ends. */
public interface Chains {
    /** None is written. */
    Chains NONE = job -> Optional.empty();

    /** Empty for a job without a chain. */
    Optional<ChainView> head(String job);
}
