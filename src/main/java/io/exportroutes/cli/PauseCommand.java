package io.exportroutes.cli;

import io.exportroutes.app.AppContext;
import io.exportroutes.schedule.JobPauses;
import io.exportroutes.view.Changed;
import io.exportroutes.view.Json;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pause}: stops the schedules of jobs. */
@Command(
        name = "pause",
        description = {
            "Pauses jobs: until they are resumed, their schedules make no runs. A run in progress is finished.",
            "It takes effect at once in a running service, and survives its restart. The command once still runs a paused job."
        },
        footer = {"  export-routes pause crm-nightly", "  export-routes pause crm-nightly crm-schema"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class PauseCommand extends OutputCommand {
    @Mixin
    PauseChoice choice;

    @Override
    public Integer call() {
        List<String> paused = new ArrayList<>();
        try (AppContext context = common.open()) {
            JobPauses pauses = context.pauses();
            choice.of(pauses).stream().filter(pauses::pause).forEach(paused::add);
        }
        if (output.json()) {
            Json.print(out(), new Changed.Paused(paused));
        } else {
            choice.jobs.stream().distinct().forEach(job -> out().println(
                            paused.contains(job) ? "paused " + job : job + " was paused already"));
        }
        return ExitStatus.DELIVERED.code();
    }
}
