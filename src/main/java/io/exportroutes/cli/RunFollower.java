package io.exportroutes.cli;

import io.exportroutes.cli.output.Progress;
import io.exportroutes.cli.output.ProgressBars;
import io.exportroutes.cli.output.ProgressLines;
import io.exportroutes.cli.output.RunReport;
import io.exportroutes.cli.output.Terminal;
import io.exportroutes.ledger.Run;
import io.exportroutes.view.Json;
import io.exportroutes.view.RunJson;
import io.exportroutes.view.RunView;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;

/** Follows runs until they are settled, shows their progress, then prints their results. */
final class RunFollower {
    private final Session session;
    private final OutputOption output;
    private final PrintWriter out;
    private final PrintWriter err;

    RunFollower(Session session, OutputOption output, CommandLine commandLine) {
        this.session = session;
        this.output = output;
        this.out = commandLine.getOut();
        this.err = commandLine.getErr();
    }

    /** Prints on standard error that another process does the work, if one does. */
    void sayWho() {
        if (session.handedOver()) {
            err.println(
                    "The service is using this state folder: it does the work, and this command waits until it is done.");
            err.flush();
        }
    }

    /** Prints the results and returns the exit status; on a stop of the process it prints that instead. */
    ExitStatus follow(List<String> runIds) throws InterruptedException {
        session.follow();
        try {
            return end(runIds);
        } catch (InterruptedException | RuntimeException e) { // a closed ledger also, where the stop was faster
            if (!session.interrupted()) {
                throw e;
            }
            err.println(
                    session.handedOver()
                            ? "Interrupted. The service continues: export-routes show " + runIds.get(0) + "."
                            : FailureReport.INTERRUPTED);
            err.flush();
            return ExitStatus.INTERRUPTED;
        } finally {
            session.followed();
        }
    }

    private ExitStatus end(List<String> runIds) throws InterruptedException {
        List<RunView> views;
        try (Progress progress = progress()) {
            views = new RunWaiter(session, progress).await(runIds);
        }
        if (output.json()) {
            Json.print(out, RunJson.all(views, session.context().config()));
        } else {
            new RunReport(out, Terminal.width()).print(views);
        }
        out.flush();
        return ExitStatus.of(views.stream().map(RunView::run).map(Run::state).toList());
    }

    private Progress progress() {
        if (output.json()) {
            return Progress.silent();
        }
        return session.spool()
                .filter(spool -> Terminal.isInteractive())
                .<Progress>map(
                        spool -> new ProgressBars(spool, session.context().config()))
                .orElseGet(() -> new ProgressLines(err));
    }
}
