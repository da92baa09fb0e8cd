/** The one exception root: what happened, whether it passes by itself, and what to do next. */
@NullMarked
package io.exportroutes.failure;

import org.jspecify.annotations.NullMarked;
