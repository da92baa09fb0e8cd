/** Invariant 7: what is secret is found where it is used, and nowhere else. */
@NullMarked
package io.exportroutes.secrets;

import org.jspecify.annotations.NullMarked;
