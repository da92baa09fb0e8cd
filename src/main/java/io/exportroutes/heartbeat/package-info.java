/** Dead man's switches: an address of somebody else's learns of each run, and misses it when none comes. */
@NullMarked
package io.exportroutes.heartbeat;

import org.jspecify.annotations.NullMarked;
