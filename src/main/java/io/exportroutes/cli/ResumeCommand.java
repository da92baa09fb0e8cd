package io.exportroutes.cli;

import io.exportroutes.app.AppContext;
import io.exportroutes.schedule.JobPauses;
import io.exportroutes.view.Changed;
import io.exportroutes.view.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code resume}: restarts the schedules of paused jobs. */
@Command(
        name = "resume",
        description = {
            "Resumes jobs that were paused: their schedules make runs again.",
            "If the job has missed-runs: run-once, one catch-up run is made for the last firing missed during the pause."
                    + " The service makes that run; if none is running, the next one that starts does."
        },
        footer = {"  export-routes resume crm-nightly", "  export-routes resume crm-nightly crm-schema"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ResumeCommand extends OutputCommand {
    @Mixin
    PauseChoice choice;

    @Override
    public Integer call() {
        List<Changed.Job> resumed = new ArrayList<>();
        try (AppContext context = common.open()) {
            JobPauses pauses = context.pauses();
            for (String job : choice.of(pauses)) {
                JobPauses.Resumed how = pauses.resume(job);
                if (how.wasPaused()) {
                    resumed.add(new Changed.Job(job, how.catchUp()));
                }
            }
        }
        PrintWriter out = out();
        if (output.json()) {
            Json.print(out, new Changed.Resumed(resumed));
        } else if (resumed.isEmpty()) {
            out.println("Nothing was paused.");
        } else {
            resumed.forEach(one -> out.println("resumed " + one.job()
                    + (one.catchUp() == null ? "" : "; " + one.catchUp() + " catches up on the missed firings")));
        }
        return ExitStatus.DELIVERED.code();
    }
}
