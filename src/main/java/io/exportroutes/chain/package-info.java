/**
 * The chains of custody where they meet ledger and destinations: what destinations have of a chain, the files that a destination still
 * has to get, and the verification of what is there.
 */
@NullMarked
package io.exportroutes.chain;

import org.jspecify.annotations.NullMarked;
