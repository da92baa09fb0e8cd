/**
 * What destinations hold after the delivery: copies found by the ledger or by the sidecars beside them, fetched, and looked at
 * again. Destinations are reached by {@link io.exportroutes.delivery.Archive}; nothing that they say is believed unchecked.
 */
@NullMarked
package io.exportroutes.archive;

import org.jspecify.annotations.NullMarked;
