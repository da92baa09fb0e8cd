/** Reads the API's listing of exports and decides which of them a run needs. */
@NullMarked
package io.exportroutes.listing;

import org.jspecify.annotations.NullMarked;
