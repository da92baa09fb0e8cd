/** Dead letters: replay, release and discard. */
@NullMarked
package io.exportroutes.deadletter;

import org.jspecify.annotations.NullMarked;
