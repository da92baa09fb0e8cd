package io.exportroutes.cli;

import io.exportroutes.app.AppContext;
import io.exportroutes.cli.output.Column;
import io.exportroutes.cli.output.Table;
import io.exportroutes.cli.output.Terminal;
import io.exportroutes.view.DeadLetter;
import io.exportroutes.view.Json;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code dead-letters list}. */
@Command(
        name = "list",
        description =
                "Lists the deliveries that are dead letters, then the artifacts that failed or were refused by a guard, then the runs"
                        + " that failed before they had any, and sweeps whose exports were gone at the API.",
        footer = {"  export-routes dead-letters list", "  export-routes dead-letters list --output json"})
final class DeadLettersListCommand extends OutputCommand {
    @Override
    public Integer call() {
        return list(common, output, out());
    }

    static int list(CommonOptions common, OutputOption output, PrintWriter out) {
        List<DeadLetter> all;
        try (AppContext context = common.open()) {
            all = DeadLetter.all(context.deadLetters(), context.ledger());
        }
        if (output.json()) {
            Json.print(out, new DeadLetter.DeadLettersJson(all));
        } else if (all.isEmpty()) {
            out.println("There are no dead letters.");
        } else {
            Table table = new Table(
                    Column.id("ID"),
                    Column.id("JOB").leftOut(2),
                    Column.whole("DESTINATION").leftOut(1),
                    Column.whole("ATTEMPTS").leftOut(3),
                    Column.whole("STATE").leftOut(4),
                    Column.error(30));
            all.forEach(letter -> table.row(
                    letter.id(),
                    letter.job(),
                    letter.subject().destination(),
                    letter.subject().destination() == null
                            ? null
                            : letter.subject().attempts(),
                    letter.subject().state(),
                    letter.reason().error()));
            table.print(out, Terminal.width());
        }
        return ExitStatus.DELIVERED.code();
    }
}
