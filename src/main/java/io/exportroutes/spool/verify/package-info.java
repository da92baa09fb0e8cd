/** The checks that every artifact has to pass before it is delivered. */
@NullMarked
package io.exportroutes.spool.verify;

import org.jspecify.annotations.NullMarked;
