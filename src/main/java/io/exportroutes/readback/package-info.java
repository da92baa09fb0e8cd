/**
 * Reading copies back: what is due, how much of it a day, and what a look at a copy can find. Pure functions; {@code drill} does the
 * reading.
 */
@NullMarked
package io.exportroutes.readback;

import org.jspecify.annotations.NullMarked;
