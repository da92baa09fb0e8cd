/** The durable queue of runs, on db-scheduler and the ledger's database. */
@NullMarked
package io.exportroutes.queue;

import org.jspecify.annotations.NullMarked;
