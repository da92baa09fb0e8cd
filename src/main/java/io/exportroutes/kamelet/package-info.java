/** The contract of Kamelets and their callers: the headers of a sink, and artifacts as streams. */
@NullMarked
package io.exportroutes.kamelet;

import org.jspecify.annotations.NullMarked;
