package io.exportroutes.cli;

import io.exportroutes.app.AppContext;
import io.exportroutes.cli.output.Json;
import io.exportroutes.schedule.Firings;
import io.exportroutes.schedule.RunRequest;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
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

    /** The printed object: the jobs that were paused until now. */
    record Resumed(List<Job> resumed) {}

    /** @param catchUp the catch-up run, or null */
    record Job(String job, @Nullable String catchUp) {}

    @Override
    public Integer call() {
        List<Job> resumed = new ArrayList<>();
        try (AppContext context = common.open()) {
            for (String job : choice.of(context.config())) {
                resume(context, job, resumed);
            }
        }
        PrintWriter out = out();
        if (output.json()) {
            Json.print(out, new Resumed(resumed));
        } else if (resumed.isEmpty()) {
            out.println("Nothing was paused.");
        } else {
            resumed.forEach(one -> out.println("resumed " + one.job()
                    + (one.catchUp() == null ? "" : "; " + one.catchUp() + " catches up on the missed firings")));
        }
        return ExitStatus.DELIVERED.code();
    }

    /** The run first, then the mark: after a crash in between, both can be repeated. */
    private static void resume(AppContext context, String job, List<Job> resumed) {
        Firings firings = context.firings();
        @Nullable RunRequest missed = firings.missedInPause(job).orElse(null);
        if (missed != null) {
            context.enqueuer().enqueue(missed);
        }
        if (firings.resume(job)) {
            resumed.add(new Job(job, missed == null ? null : missed.runId()));
        }
    }
}
