/** Which due times become runs, and in which order the runs of one job are worked on. */
@NullMarked
package io.exportroutes.schedule;

import org.jspecify.annotations.NullMarked;
