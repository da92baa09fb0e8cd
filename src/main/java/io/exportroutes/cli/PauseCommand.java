package io.exportroutes.cli;

import io.exportroutes.app.AppContext;
import io.exportroutes.cli.output.Json;
import io.exportroutes.schedule.Firings;
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

    /** The printed object: the jobs that this command paused. */
    record Paused(List<String> paused) {}

    @Override
    public Integer call() {
        List<String> paused = new ArrayList<>();
        try (AppContext context = common.open()) {
            Firings firings = context.firings();
            choice.of(context.config()).stream().filter(firings::pause).forEach(paused::add);
        }
        if (output.json()) {
            Json.print(out(), new Paused(paused));
        } else {
            choice.jobs.stream().distinct().forEach(job -> out().println(
                            paused.contains(job) ? "paused " + job : job + " was paused already"));
        }
        return ExitStatus.DELIVERED.code();
    }
}
