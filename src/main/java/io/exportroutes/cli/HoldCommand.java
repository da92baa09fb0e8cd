package io.exportroutes.cli;

import io.exportroutes.app.AppContext;
import io.exportroutes.archive.CopyChoice;
import io.exportroutes.archive.CopySource;
import io.exportroutes.archive.LedgerCopies;
import io.exportroutes.archive.OneArtifact;
import io.exportroutes.cli.output.Column;
import io.exportroutes.cli.output.Table;
import io.exportroutes.cli.output.Terminal;
import io.exportroutes.ledger.Holds.Hold;
import io.exportroutes.view.Formats;
import io.exportroutes.view.Json;
import java.io.PrintWriter;
import java.time.ZoneOffset;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code hold}: what stays whatever the policy says. */
@Command(
        name = "hold",
        description = {
            "Keeps copies whatever the retention says, until the hold is removed: for an audit, a dispute, an investigation.",
            "Without a subcommand it lists the holds."
        },
        subcommands = {HoldAddCommand.class, HoldRemoveCommand.class},
        footer = {
            "  export-routes hold",
            "  export-routes hold add crm-nightly@2026-11-20 --reason \"audit 2026\"",
            "  export-routes hold remove exp_20261120_010001_a1b2c3d4e5"
        })
final class HoldCommand extends OutputCommand {
    /** The printed object. */
    record HoldsJson(List<HoldJson> holds) {}

    record HoldJson(String exportId, String reason, String by, String at) {}

    @Override
    public Integer call() {
        try (AppContext context = common.open()) {
            List<Hold> open = context.ledger().deliveries().copies().holds().open();
            if (output.json()) {
                Json.print(out(), json(open));
            } else if (open.isEmpty()) {
                out().println("Nothing is held.");
            } else {
                print(out(), open);
            }
        }
        return ExitStatus.DELIVERED.code();
    }

    /** The one export that somebody means. */
    static String export(AppContext context, String what) {
        CopyChoice choice = CopyChoice.parse(what, context.config()::zone);
        CopySource copies =
                new LedgerCopies(context.config(), context.ledger().deliveries().copies(), null);
        return OneArtifact.copies(copies, choice).get(0).exportId();
    }

    /** What was done, or as JSON all that is held now. */
    static void print(OutputOption output, PrintWriter out, AppContext context, String done) {
        if (output.json()) {
            Json.print(out, json(context.ledger().deliveries().copies().holds().open()));
        } else {
            out.println(done);
        }
    }

    private static HoldsJson json(List<Hold> open) {
        return new HoldsJson(open.stream()
                .map(hold -> new HoldJson(
                        hold.exportId(), hold.reason(), hold.by(), hold.at().toString()))
                .toList());
    }

    private static void print(PrintWriter out, List<Hold> open) {
        Table table = new Table(
                Column.id("EXPORT"), Column.whole("SINCE"), Column.whole("BY").leftOut(1), Column.prose("REASON"));
        open.forEach(
                hold -> table.row(hold.exportId(), Formats.time(hold.at(), ZoneOffset.UTC), hold.by(), hold.reason()));
        table.print(out, Terminal.width());
    }
}
