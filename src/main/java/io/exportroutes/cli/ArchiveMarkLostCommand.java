package io.exportroutes.cli;

import io.exportroutes.app.AppContext;
import io.exportroutes.app.EngineOptions.Mode;
import io.exportroutes.app.KameletArchives;
import io.exportroutes.archive.LostCopies;
import io.exportroutes.value.Visible;
import io.exportroutes.view.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code archive mark-lost}. */
@Command(
        name = "mark-lost",
        description = {
            "Gives up a copy that is no longer at its destination. It is no copy from then on: nothing counts on it, and it no longer"
                    + " blocks what expires there. Who gave it up and why stays in the ledger.",
            "The destination is looked at first: what is there with the size that was delivered is not given up."
        },
        footer = {
            "  export-routes archive mark-lost exp_20261120_010001_a1b2c3d4e5@mirror --reason \"the disk was replaced\""
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ArchiveMarkLostCommand extends OutputCommand {
    @Parameters(paramLabel = "COPY", description = "The copy: its export, an @ and its destination.")
    String copy;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why: it stands in the record.")
    String reason;

    @Mixin
    ByOption by;

    /** The printed object. */
    record LostJson(String copy, String reason, String by, boolean looked) {}

    @Override
    public Integer call() {
        String why = by.given("--reason", reason);
        try (AppContext context = common.open();
                KameletArchives archives =
                        new KameletArchives(common.options(Mode.COMMAND), context.config(), common.clock())) {
            LostCopies lost = new LostCopies(context.ledger().deliveries().copies(), archives);
            boolean looked = lost.give(copy, why, by.name());
            if (output.json()) {
                Json.print(out(), new LostJson(copy, why, by.name(), looked));
            } else {
                out().println("Given up: " + copy + ", for: " + Visible.text(why)
                        + (looked ? "" : " (its destination could not be looked at)"));
            }
        }
        return ExitStatus.DELIVERED.code();
    }
}
