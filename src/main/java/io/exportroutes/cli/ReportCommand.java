package io.exportroutes.cli;

import io.exportroutes.app.AppContext;
import io.exportroutes.report.AuditReport;
import io.exportroutes.report.HtmlRendering;
import io.exportroutes.report.JsonRendering;
import io.exportroutes.report.Rendering;
import io.exportroutes.report.Request;
import io.exportroutes.report.Sources;
import io.exportroutes.report.TextRendering;
import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.time.LocalDate;
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

/** {@code report}. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Prints for an auditor what happened in a period: of each job its runs, its copies, each gap with its reason, read-backs,"
                    + " deletions, holds and the head of its chain; and what cannot be said.",
            "It goes by the ledger alone. The exit status is 1 if --fail-on asks for it."
        },
        footer = {
            "  export-routes report",
            "  export-routes report crm-nightly --from 2026-10-01 --to 2026-12-31 --output html > report.html",
            "  export-routes report --output json --fail-on gap"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ReportCommand implements Callable<Integer> {
    /** The form of standard output; all have the same facts. */
    enum Form {
        TEXT,
        JSON,
        HTML;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What can make it fail. */
    enum Finding {
        GAP;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    CommandSpec spec;

    @Mixin
    CommonOptions common;

    @Parameters(paramLabel = "JOB", arity = "0..*", description = "Only these jobs, also such as were removed.")
    List<String> jobs = List.of();

    @Option(
            names = "--from",
            paramLabel = "DATE",
            description =
                    "The first day, such as 2026-10-01, in the time zone of each job (default: 30 days before the last one).")
    @Nullable
    LocalDate from;

    @Option(names = "--to", paramLabel = "DATE", description = "The last day (default: today).")
    @Nullable
    LocalDate to;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description =
                    "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}); html is one page that needs no other file, and prints well.")
    Form form;

    @Option(
            names = "--fail-on",
            paramLabel = "gap",
            description =
                    "End with status 1 if there is a gap: a run that failed, was skipped or never was, a copy that is missing.")
    @Nullable
    Finding failOn;

    @Override
    public Integer call() {
        Request request = new Request(jobs, from, to);
        if (!request.isForwards()) {
            throw new ParameterException(spec.commandLine(), "--from " + from + " is after --to " + to + ".");
        }
        try (AppContext context = common.open()) {
            PrintWriter out =
                    new PrintWriter(new BufferedWriter(spec.commandLine().getOut()));
            Sources sources = Sources.of(context.config(), context.ledger(), context.clock());
            long gaps = new AuditReport(sources, request).write(rendering(out));
            return (failOn != null && gaps > 0 ? ExitStatus.FAILED : ExitStatus.DELIVERED).code();
        }
    }

    private Rendering rendering(PrintWriter out) {
        return switch (form) {
            case TEXT -> new TextRendering(out);
            case JSON -> new JsonRendering(out);
            case HTML -> new HtmlRendering(out);
        };
    }
}
