package io.exportroutes.cli;

import io.exportroutes.archive.ArchivedCopy;
import io.exportroutes.archive.Fetcher;
import io.exportroutes.archive.StoredSchemas;
import io.exportroutes.archive.StoredSchemas.Compared;
import io.exportroutes.cli.ArchiveOptions.Opened;
import io.exportroutes.config.ExportKind;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.JobConfig;
import io.exportroutes.drift.Drift;
import io.exportroutes.drift.DriftJson;
import io.exportroutes.drift.DriftMarkdown;
import io.exportroutes.drift.DriftText;
import io.exportroutes.drift.SchemaExport;
import io.exportroutes.drift.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drift}. */
@Command(
        name = "drift",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Prints what changed between two schema exports: tables, columns, keys, indexes and relations of JSON, a diff of SQL. They"
                    + " are the last two of a job, two that are named, or two files; those of the ledger are read from where they are"
                    + " stored, and verified.",
            "What was removed or holds less is a loss; what is new an addition; all else a change.",
            "The exit status is 1 if --fail-on asks for it."
        },
        footer = {
            "  export-routes drift crm-schema",
            "  export-routes drift crm-schema --from crm-schema@2026-11-01 --fail-on loss",
            "  export-routes drift --files monday.json tuesday.json",
            "  export-routes drift --files monday.json tuesday.json --output markdown",
            "  export-routes drift --files monday.sql tuesday.sql --fail-on loss"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class DriftCommand implements Callable<Integer> {
    /** The form of standard output. */
    enum Form {
        TEXT,
        JSON,
        MARKDOWN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    CommandSpec spec;

    @Mixin
    CommonOptions common;

    @Parameters(paramLabel = "JOB", arity = "0..1", description = "The job whose last two exports are compared.")
    @Nullable
    String job;

    @Option(
            names = "--from",
            paramLabel = "WHICH",
            description =
                    "The older export: a run, an export, or JOB@2026-11-20 (default: the job's last one before the newer).")
    @Nullable
    String from;

    @Option(names = "--to", paramLabel = "WHICH", description = "The newer export (default: the job's last one).")
    @Nullable
    String to;

    @Option(
            names = "--files",
            paramLabel = "FILE",
            arity = "2",
            description = "The older and the newer export, both in JSON or both in SQL.")
    @Nullable
    List<Path> files;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description =
                    "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}); json is one object on standard output.")
    Form form;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            description =
                    "End with status 1 if there is a change of this severity or a worse one: loss, change, addition.")
    @Nullable
    Severity failOn;

    @Override
    public Integer call() throws IOException {
        boolean stored = job != null || (from != null && to != null);
        if (stored == (files != null)) {
            throw new ParameterException(
                    spec.commandLine(), "Name a job, or two exports with --from and --to, or two files with --files.");
        }
        Compared compared = files == null ? stored() : ofFiles(files.get(0), files.get(1));
        lines(compared).forEach(spec.commandLine().getOut()::println);
        boolean fails = failOn != null && compared.drift().has(failOn);
        return (fails ? ExitStatus.FAILED : ExitStatus.DELIVERED).code();
    }

    private List<String> lines(Compared compared) {
        return switch (form) {
            case TEXT -> DriftText.lines(compared.drift(), compared.exports());
            case JSON ->
                List.of(DriftJson.of(compared.drift(), compared.exports()).text());
            case MARKDOWN -> DriftMarkdown.lines(compared.drift(), compared.exports());
        };
    }

    private Compared ofFiles(Path before, Path after) {
        return new Compared(Drift.between(read(before), read(after)), null);
    }

    private Compared stored() throws IOException {
        try (Opened opened = ArchiveOptions.openLedger(common)) {
            checkKind(opened.config);
            ChosenSchemas chosen = new ChosenSchemas(opened, job);
            List<ArchivedCopy> after = chosen.after(to);
            StoredSchemas schemas =
                    new StoredSchemas(new Fetcher(opened.archives, Fetcher.Watcher.NOBODY, null), SchemaExport.LIMIT);
            return schemas.compare(chosen.before(from, after), after);
        }
    }

    private void checkKind(ExportsConfig config) {
        JobConfig known = job == null ? null : config.jobs().get(job);
        if (known != null && known.request().kind() != ExportKind.SCHEMA && (from == null || to == null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "The job " + job + " does not export schemas alone: name two exports with --from and --to.");
        }
    }

    private SchemaExport read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return SchemaExport.read(in);
        } catch (IOException unreadable) {
            throw new ParameterException(spec.commandLine(), "Cannot read " + file, unreadable);
        }
    }
}
