/** The one exception root: what happened, whether it is transient, and what to do next. */
@NullMarked
package io.exportroutes.failure;

import org.jspecify.annotations.NullMarked;
