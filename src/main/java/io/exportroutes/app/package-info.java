/** The application: the engine of one state folder, and the wiring of Camel, configuration, ledger and queue. */
@NullMarked
package io.exportroutes.app;

import org.jspecify.annotations.NullMarked;
