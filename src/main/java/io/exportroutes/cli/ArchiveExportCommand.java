package io.exportroutes.cli;

import io.exportroutes.archive.ArchivedCopy;
import io.exportroutes.archive.Bag;
import io.exportroutes.archive.Fetcher;
import io.exportroutes.cli.ArchiveOptions.Opened;
import io.exportroutes.cli.output.TransferLine;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.view.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code archive export}. */
@Command(
        name = "export",
        description = {
            "Writes artifacts into a folder that archives take in, a BagIt (RFC 8493): each artifact with its sidecar, and their SHA-256 in"
                    + " manifest-sha256.txt, which sha256sum -c verifies. The folder appears only when all of it is there.",
            "WHAT is what archive list takes: a job, a job with a date, a run, an export or a key. Each artifact is there once, from the first"
                    + " of its copies that is as it was delivered; what is encrypted stays so."
        },
        footer = {
            "  export-routes archive export crm-nightly@2026-11-20 --bagit bag-2026-11-20",
            "  export-routes archive export crm-nightly --from archive --no-ledger --bagit crm-nightly-bag"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ArchiveExportCommand extends OutputCommand {
    @Parameters(paramLabel = "WHAT", description = "Which artifacts.")
    String what;

    @Mixin
    ArchiveOptions shelves;

    @Option(names = "--bagit", required = true, paramLabel = "DIR", description = "The folder to be made.")
    Path folder;

    /** The printed object. */
    record ExportedJson(String folder, int artifacts) {}

    @Override
    public Integer call() throws IOException {
        try (Opened opened = shelves.open(common, spec.commandLine().getErr())) {
            Map<String, List<ArchivedCopy>> exports = exports(opened);
            Fetcher fetcher = new Fetcher(
                    opened.archives,
                    new FetchLines(new TransferLine(), spec.commandLine().getErr()),
                    null);
            int artifacts = new Bag(opened.archives, fetcher)
                    .make(
                            List.copyOf(exports.values()),
                            folder,
                            "Exports of " + what,
                            LocalDate.ofInstant(common.clock().instant(), ZoneOffset.UTC));
            if (output.json()) {
                Json.print(out(), new ExportedJson(folder.toString(), artifacts));
            } else {
                out().println("Written " + folder + ", with " + artifacts
                        + (artifacts == 1 ? " artifact" : " artifacts") + ". To verify it: cd " + folder
                        + " && sha256sum -c manifest-sha256.txt");
            }
        }
        return ExitStatus.DELIVERED.code();
    }

    /** The copies of each artifact. */
    private Map<String, List<ArchivedCopy>> exports(Opened opened) {
        Map<String, List<ArchivedCopy>> exports = new LinkedHashMap<>();
        opened.source.find(opened.choice(what), Integer.MAX_VALUE).stream()
                .filter(copy -> opened.archives.canRead(copy.destination()))
                .forEach(copy -> exports.computeIfAbsent(copy.exportId(), id -> new ArrayList<>())
                        .add(copy));
        if (exports.isEmpty()) {
            throw new PermanentFailure(
                    FailureCode.UNKNOWN_COPY,
                    "There are no copies of " + what,
                    "See what there is: export-routes archive list");
        }
        return exports;
    }
}
