/** What a monitoring system is told: counts of this process, and facts of the ledger, in Micrometer's registry. */
@NullMarked
package io.exportroutes.metrics;

import org.jspecify.annotations.NullMarked;
