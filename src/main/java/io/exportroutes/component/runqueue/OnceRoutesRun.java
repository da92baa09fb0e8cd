package io.exportroutes.component.runqueue;

import org.apache.camel.CamelContext;
import org.apache.camel.StartupListener;

/** Begins once all routes run, as each entry needs them, and at once where they do already. */
record OnceRoutesRun(Runnable begin) implements StartupListener {
    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
        if (alreadyStarted) {
            begin.run();
        }
    }

    @Override
    public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) {
        begin.run();
    }
}
