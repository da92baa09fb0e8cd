package io.exportroutes.cli;

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
import picocli.CommandLine.Spec;

/** {@code drift}. */
@Command(
        name = "drift",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Prints what changed between two schema exports: tables, columns, keys, indexes and relations of JSON, a diff of SQL.",
            "What was removed or holds less is a loss; what is new an addition; all else a change.",
            "The exit status is 1 if --fail-on asks for it."
        },
        footer = {
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

    @Option(
            names = "--files",
            paramLabel = "FILE",
            arity = "2",
            required = true,
            description = "The older and the newer export, both in JSON or both in SQL.")
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
    public Integer call() {
        Drift drift = Drift.between(read(files.get(0)), read(files.get(1)));
        lines(drift).forEach(spec.commandLine().getOut()::println);
        boolean fails = failOn != null && drift.has(failOn);
        return (fails ? ExitStatus.FAILED : ExitStatus.DELIVERED).code();
    }

    private List<String> lines(Drift drift) {
        return switch (form) {
            case TEXT -> DriftText.lines(drift);
            case JSON -> List.of(DriftJson.of(drift).text());
            case MARKDOWN -> DriftMarkdown.lines(drift);
        };
    }

    private SchemaExport read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return SchemaExport.read(in);
        } catch (IOException unreadable) {
            throw new ParameterException(spec.commandLine(), "Cannot read " + file, unreadable);
        }
    }
}
