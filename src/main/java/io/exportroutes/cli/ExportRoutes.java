package io.exportroutes.cli;

import io.exportroutes.cli.output.VisibleWriter;
import io.exportroutes.logging.LogOutput;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;

/** The whole command line. */
@Command(
        name = "export-routes",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Takes exports of a SaaS database on a schedule, verifies them, and delivers each to many destinations.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            " 0:each artifact is confirmed at each of its destinations",
            " 1:failed: no artifact was delivered, or the command failed",
            " 2:wrong usage or configuration; no change was made",
            " 3:partial: some artifacts were delivered and some were not: they are dead letters, were refused by a guard,"
                    + " were gone at the API, or were given up by hand",
            " 4:there is no such copy (archive)",
            " 5:several exports fit (archive)",
            "130:interrupted by Ctrl-C",
            "143:stopped by kill -TERM"
        },
        footer = {
            "  export-routes demo                 see it work, with nothing else to install",
            "  export-routes validate             check config/exports.yaml",
            "  export-routes doctor               see whether runs can succeed here",
            "  export-routes once crm-nightly     run a job now",
            "  export-routes run                  the service: schedules and recovery"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the field
public final class ExportRoutes implements Runnable {
    /** In the order of the help. */
    private static final Map<String, Class<?>> COMMANDS = commands();

    @Spec
    CommandSpec spec;

    private ExportRoutes() {}

    private static Map<String, Class<?>> commands() {
        Map<String, Class<?>> commands = new LinkedHashMap<>();
        commands.put("run", RunCommand.class);
        commands.put("once", OnceCommand.class);
        commands.put("validate", ValidateCommand.class);
        commands.put("doctor", DoctorCommand.class);
        commands.put("reload", ReloadCommand.class);
        commands.put("jobs", JobsCommand.class);
        commands.put("pause", PauseCommand.class);
        commands.put("resume", ResumeCommand.class);
        commands.put("runs", RunsCommand.class);
        commands.put("show", ShowCommand.class);
        commands.put("dead-letters", DeadLettersCommand.class);
        commands.put("archive", ArchiveCommand.class);
        commands.put("retention", RetentionCommand.class);
        commands.put("hold", HoldCommand.class);
        commands.put("custody", CustodyCommand.class);
        commands.put("ledger", LedgerCommand.class);
        commands.put("drift", DriftCommand.class);
        commands.put("report", ReportCommand.class);
        commands.put("forget-directory", ForgetDirectoryCommand.class);
        commands.put("web", WebCommand.class);
        commands.put("notify", NotifyCommand.class);
        commands.put("schema", SchemaCommand.class);
        return commands;
    }

    /** Runs one command line and returns the exit status; its output goes to the writers, log lines to System.err. */
    public static int execute(List<String> arguments, PrintWriter out, PrintWriter err) {
        int status = commandLine(arguments).setOut(out).setErr(err).execute(arguments.toArray(new String[0]));
        out.flush();
        err.flush();
        return status;
    }

    /** The one command that the arguments begin with, or else all: picocli reads the options of each that it is given. */
    private static CommandLine commandLine(List<String> arguments) {
        Class<?> only = arguments.isEmpty() ? null : COMMANDS.get(arguments.get(0));
        return only == null ? commandLine() : ready(new CommandLine(new ExportRoutes()).addSubcommand(only));
    }

    /** The commands of this program, and those of the lab if it is on the class path. */
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new ExportRoutes());
        COMMANDS.values().forEach(commandLine::addSubcommand);
        ServiceLoader.load(LabCommand.class).forEach(commandLine::addSubcommand);
        for (MissingLab missing : MissingLab.all()) {
            if (!commandLine.getSubcommands().containsKey(missing.name())) {
                commandLine.addSubcommand(missing.commandLine());
            }
        }
        return ready(commandLine);
    }

    private static CommandLine ready(CommandLine commandLine) {
        style(commandLine);
        FailureReport report = new FailureReport();
        return commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionStrategy(logged())
                .setExecutionExceptionHandler(report)
                .setParameterExceptionHandler(report);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    private static IExecutionStrategy logged() {
        return parsed -> {
            ParseResult last = parsed;
            while (last.hasSubcommand()) {
                last = last.subcommand();
            }
            Object command = last.commandSpec().userObject();
            LogOutput.@Nullable Format format = last.matchedOptionValue("--log-format", null);
            if (format == null) {
                LogOutput.format();
            } else {
                LogOutput.format(format);
            }
            LogOutput.level(command instanceof RunCommand || last.matchedOptionValue("--verbose", false));
            @Nullable Integer helped = CommandLine.executeHelpRequest(parsed);
            if (helped != null) {
                return helped;
            }
            showControlCharacters(parsed.commandSpec().commandLine());
            return new RunLast().execute(parsed);
        };
    }

    /** For all output of commands; not for help, whose colours are ours. */
    private static void showControlCharacters(CommandLine commandLine) {
        commandLine.setOut(VisibleWriter.over(commandLine.getOut()));
        commandLine.setErr(VisibleWriter.over(commandLine.getErr()));
    }

    private static void style(CommandLine commandLine) {
        CommandLine.Model.UsageMessageSpec usage = commandLine.getCommandSpec().usageMessage();
        usage.synopsisHeading("Usage: ");
        usage.descriptionHeading("%n");
        usage.parameterListHeading("%nParameters:%n");
        usage.optionListHeading("%nOptions:%n");
        usage.commandListHeading("%nCommands:%n");
        boolean named = usage.footerHeading().contains("Examples")
                || String.join("", usage.footer()).contains("Examples");
        if (!named) {
            usage.footerHeading("%nExamples:%n");
        }
        commandLine.getSubcommands().values().forEach(ExportRoutes::style);
    }
}
