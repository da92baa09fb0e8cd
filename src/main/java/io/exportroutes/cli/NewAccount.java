package io.exportroutes.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whose account is made. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class NewAccount {
    @Parameters(paramLabel = "NAME", description = "A new name.")
    String name;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            required = true,
            description = "viewer: sees everything; operator: also runs, pauses, replays and discards.")
    String role;
}
