package io.exportroutes.cli;

import io.exportroutes.failure.ExportFailure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says on standard error what happened and what to do, without a stack trace unless it is asked for. */
final class FailureReport implements IExecutionExceptionHandler, IParameterExceptionHandler {
    @Override
    public int handleExecutionException(Exception thrown, CommandLine commandLine, ParseResult parsed) {
        PrintWriter err = commandLine.getErr();
        ExitStatus status = ExitStatus.of(thrown);
        err.println(MaskedEncoder.masked(text(thrown, status)));
        if (commandLine.getParseResult().matchedOptionValue("--verbose", false)) {
            err.println(MaskedEncoder.masked(stackTrace(thrown)));
        }
        err.flush();
        return status.code();
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        CommandLine commandLine = wrong.getCommandLine();
        PrintWriter err = commandLine.getErr();
        err.println(wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("See: " + commandLine.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return ExitStatus.USAGE.code();
    }

    private static String text(Exception thrown, ExitStatus status) {
        if (status == ExitStatus.INTERRUPTED) {
            return "Interrupted. What is not finished goes on at the next start.";
        }
        @Nullable ExportFailure failure = ExportFailure.in(thrown);
        if (failure == null) {
            return "Something unexpected happened: " + thrown + System.lineSeparator()
                    + "Run it again with --verbose, which shows where, and report it.";
        }
        return String.join(System.lineSeparator(), List.of(String.valueOf(failure.getMessage()), failure.hint()));
    }

    private static String stackTrace(Exception thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
