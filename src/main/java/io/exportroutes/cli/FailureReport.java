package io.exportroutes.cli;

import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.logging.MaskedEncoder;
import io.exportroutes.logging.VisibleEvent;
import io.exportroutes.logging.VisibleThrowable;
import io.exportroutes.value.Visible;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints a failure and its remedy on standard error, with a stack trace only on request. */
final class FailureReport implements IExecutionExceptionHandler, IParameterExceptionHandler {
    static final String INTERRUPTED = "Interrupted. Unfinished runs continue at the next start.";

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
        err.println(Visible.text(String.valueOf(wrong.getMessage())));
        UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("See: " + commandLine.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return ExitStatus.USAGE.code();
    }

    private static String text(Exception thrown, ExitStatus status) {
        if (status == ExitStatus.INTERRUPTED) {
            return INTERRUPTED;
        }
        @Nullable ExportFailure failure = ExportFailure.in(thrown);
        if (failure == null) {
            return "Something unexpected happened: " + VisibleEvent.shown(thrown.toString()) + System.lineSeparator()
                    + "Run it again with --verbose, which shows where, and report it.";
        }
        String message = String.valueOf(failure.getMessage());
        boolean ownLines = failure.is(FailureCode.CONFIGURATION_INVALID);
        return String.join(
                System.lineSeparator(),
                List.of(ownLines ? message : VisibleEvent.shown(message), VisibleEvent.shown(failure.hint())));
    }

    private static String stackTrace(Exception thrown) {
        return ThrowableProxyUtil.asString(new VisibleThrowable(new ThrowableProxy(thrown)));
    }
}
