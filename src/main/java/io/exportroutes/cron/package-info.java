/** Schedules as people write them, and when they are due in local time. */
@NullMarked
package io.exportroutes.cron;

import org.jspecify.annotations.NullMarked;
