/** What is wrong by schedules and ledger, and who is told of it when. */
@NullMarked
package io.exportroutes.alarm;

import org.jspecify.annotations.NullMarked;
