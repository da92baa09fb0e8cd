/** Decides which due times become runs, and orders the runs of one job. */
@NullMarked
package io.exportroutes.schedule;

import org.jspecify.annotations.NullMarked;
