/** The Camel component run-queue: a durable queue whose entries routes put there and take from it. */
@NullMarked
package io.exportroutes.component.runqueue;

import org.jspecify.annotations.NullMarked;
