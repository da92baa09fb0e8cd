package io.exportroutes.component.runqueue;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupListener;

/**
 * Begins once all routes run, as each entry needs them, and at once where they do already. Camel tells each listener anew whenever a
 * route is added later, as by the first call of a Kamelet: that begins nothing again.
 */
final class OnceRoutesRun implements StartupListener {
    private final Runnable begin;
    private final AtomicBoolean begun = new AtomicBoolean();

    OnceRoutesRun(Runnable begin) {
        this.begin = begin;
    }

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
        if (alreadyStarted) {
            begin();
        }
    }

    @Override
    public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) {
        begin();
    }

    private void begin() {
        if (!begun.getAndSet(true)) {
            begin.run();
        }
    }
}
