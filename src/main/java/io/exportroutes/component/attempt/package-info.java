/** The Camel component attempt: one call of another endpoint, ended at its time limit. */
@NullMarked
package io.exportroutes.component.attempt;

import org.jspecify.annotations.NullMarked;
