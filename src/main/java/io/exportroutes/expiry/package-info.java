/**
 * Retention where it meets the destinations: what a policy would let expire there, and its removal. It deletes nothing that the ledger does
 * not know, and nothing on which there is a doubt.
 */
@NullMarked
package io.exportroutes.expiry;

import org.jspecify.annotations.NullMarked;
