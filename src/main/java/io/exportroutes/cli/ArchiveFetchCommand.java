package io.exportroutes.cli;

import io.exportroutes.archive.ArchivedCopy;
import io.exportroutes.archive.Fetched;
import io.exportroutes.archive.Fetcher;
import io.exportroutes.archive.OneArtifact;
import io.exportroutes.cli.ArchiveOptions.Opened;
import io.exportroutes.cli.output.TransferLine;
import io.exportroutes.encryption.IdentityFile;
import io.exportroutes.view.Formats;
import io.exportroutes.view.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code archive fetch}. */
@Command(
        name = "fetch",
        description = {
            "Gets one artifact back into a file, and checks its size and its SHA-256 on the way: the file appears under its name only"
                    + " when it is whole. If one copy is bad or cannot be read, the next one is tried.",
            "WHAT is a job (its newest copy), a job with a date or a time in its own time zone (JOB@2026-11-20, JOB@2026-11-20T02:00) or"
                    + " with a number of its chain of custody (JOB#42; without a ledger the entry is read where the copies are), a run, an export or a key.",
            "The exit status is 0 if the file is as it was delivered, 1 if no copy is, 4 if there is no such copy, 5 if several exports"
                    + " fit."
        },
        footer = {
            "  export-routes archive fetch crm-nightly",
            "  export-routes archive fetch crm-nightly@2026-11-20 --to restore/",
            "  export-routes archive fetch exp_20261120_010001_a1b2c3d4e5 --from archive --no-ledger",
            "  export-routes archive fetch crm-nightly --identity ops.key",
            "  export-routes archive fetch crm-nightly --to - | tar -x"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ArchiveFetchCommand extends OutputCommand {
    private static final String STANDARD_OUTPUT = "-";

    @Parameters(paramLabel = "WHAT", description = "Which artifact.")
    String what;

    @Mixin
    ArchiveOptions shelves;

    @Option(
            names = "--to",
            paramLabel = "FILE|DIR|-",
            defaultValue = ".",
            description =
                    "Where to: a file, a folder for a file of the artifact's name, or - for standard output, once a temporary file"
                            + " was verified (default: the working folder).")
    String to;

    @Option(names = "--force", description = "Replace a file that is there already.")
    boolean force;

    @Option(
            names = "--identity",
            paramLabel = "FILE",
            description =
                    "Open what is encrypted with an identity in this file, as age-keygen wrote it; nobody but its owner may have"
                            + " access to it. Without it an encrypted artifact stays as it is.")
    @Nullable
    Path identity;

    /** The printed object. */
    record FetchedJson(CopyJson copy, String file, boolean decrypted) {}

    @Override
    public Integer call() throws IOException {
        if (to.equals(STANDARD_OUTPUT) && output.json()) {
            throw new ParameterException(
                    spec.commandLine(), "--to - has no room for --output json: both want standard output.");
        }
        PrintWriter err = spec.commandLine().getErr();
        IdentityFile identities = identity == null ? null : IdentityFile.read(identity);
        try (Opened opened = shelves.open(common, err)) {
            List<ArchivedCopy> copies = copies(opened);
            Fetcher fetcher = new Fetcher(opened.archives, new FetchLines(new TransferLine(), err), identities);
            if (to.equals(STANDARD_OUTPUT)) {
                pass(fetcher, copies);
            } else {
                Fetched fetched = fetcher.fetch(copies, copy -> target(fetcher, copy), force);
                report(opened, fetched);
            }
        }
        return ExitStatus.DELIVERED.code();
    }

    /** Without an identity those come first that everybody can read. */
    private List<ArchivedCopy> copies(Opened opened) {
        List<ArchivedCopy> copies =
                new OneArtifact(opened.config, opened.archives).find(opened.source, opened.choice(what));
        return identity != null
                ? copies
                : copies.stream()
                        .sorted(Comparator.comparing(copy -> copy.bytes().plain() != null))
                        .toList();
    }

    private Path target(Fetcher fetcher, ArchivedCopy copy) {
        Path path = Path.of(to);
        return Files.isDirectory(path) || to.endsWith("/") ? path.resolve(fetcher.name(copy)) : path;
    }

    /** What went to standard output cannot be recalled, so it is verified before. */
    private static void pass(Fetcher fetcher, List<ArchivedCopy> copies) throws IOException {
        Path folder = Files.createTempDirectory("export-routes");
        Path file = folder.resolve("fetched");
        try {
            fetcher.fetch(copies, copy -> file, false);
            Files.copy(file, System.out);
            System.out.flush();
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        }
    }

    private void report(Opened opened, Fetched fetched) {
        ArchivedCopy copy = fetched.copy();
        if (output.json()) {
            Json.print(out(), new FetchedJson(CopyJson.of(copy), fetched.file().toString(), fetched.decrypted()));
            return;
        }
        out().println("Fetched " + fetched.file());
        out().println("  of       " + copy.subject().job() + ", "
                + Formats.time(
                        copy.subject().scheduledFor(),
                        opened.zone(copy.subject().job())) + ", run "
                + copy.subject().run() + ", export " + copy.exportId());
        out().println("  from     " + copy.destination() + ", " + copy.key());
        out().println("  size     " + Formats.bytes(copy.bytes().size()) + " ("
                + copy.bytes().size() + " bytes)");
        out().println("  SHA-256  " + copy.bytes().sha256() + ", as it was delivered");
        inside(fetched);
    }

    private void inside(Fetched fetched) {
        ArchivedCopy.Plain plain = fetched.copy().bytes().plain();
        if (plain == null) {
            return;
        }
        if (!fetched.decrypted()) {
            out().println("  inside   " + plain.name() + ", encrypted; to open it: age -d -i IDENTITY_FILE -o "
                    + plain.name() + " " + fetched.file());
        } else if (plain.sha256() == null) {
            out().println("  inside   opened with " + identity + "; nothing but age's own check says what it was");
        } else {
            out().println("  inside   SHA-256 " + plain.sha256() + ", as it was verified; opened with " + identity);
        }
    }
}
