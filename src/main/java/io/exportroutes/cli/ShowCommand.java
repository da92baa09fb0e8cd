package io.exportroutes.cli;

import io.exportroutes.app.AppContext;
import io.exportroutes.cli.output.RunDetails;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.Run;
import io.exportroutes.value.Suggestions;
import io.exportroutes.view.Json;
import io.exportroutes.view.RunView;
import io.exportroutes.view.ShowJson;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code show}: one run. */
@Command(
        name = "show",
        description =
                "Shows one run: its stages with their times, the API's ids of its call, each export and each delivery.",
        footer = {
            "  export-routes show crm-nightly-20261121T020000Z",
            "  export-routes show crm-nightly-20261121T020000Z --output json"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ShowCommand extends OutputCommand {
    private static final int RECENT = 200;

    @Parameters(paramLabel = "RUN", description = "A run's id, as the command runs lists them.")
    String run;

    @Override
    public Integer call() {
        try (AppContext context = common.open()) {
            RunView view = RunView.find(context.ledger(), run).orElseThrow(() -> unknown(context));
            PrintWriter out = out();
            if (output.json()) {
                Json.print(out, ShowJson.of(view));
            } else {
                new RunDetails(out, RunsCommand.zone(context, view.run())).print(view);
            }
        }
        return ExitStatus.DELIVERED.code();
    }

    private PermanentFailure unknown(AppContext context) {
        String hint = Suggestions.nearest(
                        run,
                        context.ledger().runs().recent(null, RECENT).stream()
                                .map(Run::id)
                                .toList())
                .map(near -> "Did you mean " + near + "?")
                .orElse("List the runs with: export-routes runs");
        return new PermanentFailure(FailureCode.UNKNOWN_RUN, "The ledger has no run " + run, hint);
    }
}
