/** Small values and rules that every layer may use; it knows none of them. */
@NullMarked
package io.exportroutes.value;

import org.jspecify.annotations.NullMarked;
