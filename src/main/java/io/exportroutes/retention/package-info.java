/** Which copies of a job a destination keeps, which expire, and why: pure functions, without a ledger, a clock or a network. */
@NullMarked
package io.exportroutes.retention;

import org.jspecify.annotations.NullMarked;
