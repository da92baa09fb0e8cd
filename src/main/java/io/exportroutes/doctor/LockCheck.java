package io.exportroutes.doctor;

import io.exportroutes.app.Engine;
import io.exportroutes.app.EngineOptions;
import java.util.OptionalLong;

/** Who works on the state folder. Each answer is well; it explains others. */
record LockCheck(EngineOptions options) implements Check {
    @Override
    public String name() {
        return "lock";
    }

    @Override
    public void look(Findings findings) {
        OptionalLong holder = Engine.holder(options.state());
        if (holder.isEmpty()) {
            findings.ok("No process works on " + options.state()
                    + ": no schedule fires until export-routes run is started");
        } else {
            String pid = holder.getAsLong() > 0 ? "Process " + holder.getAsLong() : "A process";
            findings.ok(pid + " works on " + options.state());
        }
    }
}
