/** When runs are due, and the durable queue that hands them to workers. */
@NullMarked
package io.exportroutes.schedule;

import org.jspecify.annotations.NullMarked;
