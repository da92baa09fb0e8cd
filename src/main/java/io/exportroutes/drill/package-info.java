/**
 * Reads copies back where they lie, records what was found, and writes a bad one anew from a good one. It never claims more than it
 * did, and it overwrites nothing.
 */
@NullMarked
package io.exportroutes.drill;

import org.jspecify.annotations.NullMarked;
