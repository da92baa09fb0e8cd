/** Who owns a run, until when, and how it ends: lease, deadline, shutdown, settlement. */
@NullMarked
package io.exportroutes.run;

import org.jspecify.annotations.NullMarked;
