package io.exportroutes.cli;

import io.exportroutes.value.Visible;
import io.exportroutes.view.Json;
import io.exportroutes.view.RunJson;
import io.exportroutes.view.RunView;
import java.util.List;
import picocli.CommandLine;

/** Runs that a command has queued again: followed to their end, or left to the service. */
final class ReplayedRuns {
    private final Session session;
    private final OutputOption output;
    private final CommandLine commandLine;

    ReplayedRuns(Session session, OutputOption output, CommandLine commandLine) {
        this.session = session;
        this.output = output;
        this.commandLine = commandLine;
    }

    /** The exit status, once they are settled; at once if the service has them and --no-wait is given. */
    ExitStatus end(List<String> runIds, boolean noWait) throws InterruptedException {
        if (session.handedOver() && noWait) {
            return leave(runIds, "The service was asked to work on: " + String.join(", ", runIds));
        }
        RunFollower following = new RunFollower(session, output, commandLine);
        following.sayWho();
        return following.follow(runIds);
    }

    /** Without waiting, prints the present state of the runs in the same form. */
    private ExitStatus leave(List<String> runIds, String why) {
        commandLine.getErr().println(Visible.text(why));
        if (output.json()) {
            List<RunView> views = runIds.stream()
                    .flatMap(id -> RunView.find(session.context().ledger(), id).stream())
                    .toList();
            Json.print(
                    commandLine.getOut(), RunJson.all(views, session.context().config()));
        }
        return ExitStatus.DELIVERED;
    }
}
