package io.exportroutes.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code web users remove} and {@code web tokens remove}. */
@SuppressWarnings("NullAway.Init") // picocli sets the field
abstract class WebRemoveCommand extends OutputCommand {
    private final boolean tokens;

    @Parameters(paramLabel = "NAME", description = "The name, as the command list prints it.")
    String name;

    WebRemoveCommand(boolean tokens) {
        this.tokens = tokens;
    }

    @Override
    public Integer call() {
        Accounts.of(common).remove(name, tokens);
        out().println("removed " + name);
        return ExitStatus.DELIVERED.code();
    }

    @Command(
            name = "remove",
            description = "Removes a user, who is out at once.",
            footer = {"  export-routes web users remove olga"})
    static final class Users extends WebRemoveCommand {
        Users() {
            super(false);
        }
    }

    @Command(
            name = "remove",
            description = "Removes a token, which opens nothing any more.",
            footer = {"  export-routes web tokens remove monitoring"})
    static final class Tokens extends WebRemoveCommand {
        Tokens() {
            super(true);
        }
    }
}
