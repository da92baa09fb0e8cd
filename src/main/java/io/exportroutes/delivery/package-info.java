/** How an artifact is written to a destination: keys, content, sidecars and the contract of a store. */
@NullMarked
package io.exportroutes.delivery;

import org.jspecify.annotations.NullMarked;
