package io.exportroutes.cli;

import picocli.CommandLine.Command;

/** {@code archive}: what the destinations hold. */
@Command(
        name = "archive",
        description = {
            "The copies at the destinations: which there are, whether they are as they were delivered, how to get one back, and how to"
                    + " replace a bad one.",
            "All of this works while the service runs. Nothing but repair writes anything at a destination. list, fetch and verify need no"
                    + " ledger where --no-ledger is given: the sidecars beside the copies tell everything.",
            "Without a subcommand it lists the newest copies."
        },
        subcommands = {
            ArchiveListCommand.class,
            ArchiveFetchCommand.class,
            ArchiveVerifyCommand.class,
            ArchiveReadBackCommand.class,
            ArchiveRepairCommand.class,
            ArchiveExportCommand.class,
            ArchiveMarkLostCommand.class
        },
        footer = {
            "  export-routes archive list crm-nightly",
            "  export-routes archive fetch crm-nightly",
            "  export-routes archive fetch crm-nightly@2026-11-20 --from archive --no-ledger",
            "  export-routes archive verify crm-nightly --full"
        })
final class ArchiveCommand extends OutputCommand {
    @Override
    public Integer call() throws Exception {
        ArchiveListCommand list = new ArchiveListCommand();
        list.spec = spec;
        list.common = common;
        list.output = output;
        list.shelves = new ArchiveOptions();
        list.limit = ArchiveListCommand.LIMIT;
        return list.call();
    }
}
