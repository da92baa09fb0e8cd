/** What changed between two schema exports: pure functions, without a ledger, a clock or a network. */
@NullMarked
package io.exportroutes.drift;

import org.jspecify.annotations.NullMarked;
