package io.exportroutes.cli;

import picocli.CommandLine.Option;

/** {@code --output}, for each command that prints a table. */
@SuppressWarnings("NullAway.Init") // picocli sets the field
final class OutputOption {
    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description =
                    "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}); json is one object on standard output.")
    OutputFormat format;

    boolean json() {
        return format == OutputFormat.JSON;
    }
}
