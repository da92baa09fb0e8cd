/** The database that remembers runs, exports and deliveries, written in the order of the invariants. */
@NullMarked
package io.exportroutes.ledger;

import org.jspecify.annotations.NullMarked;
