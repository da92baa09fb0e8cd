package io.exportroutes.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code web}: who may use page and API. */
@Command(
        name = "web",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Who may use the page and the API of export-routes run: users with passwords, and tokens for programs.",
            "They are in the file that web.users-file of exports.yaml names. A running service follows it at once."
        },
        subcommands = {WebCommand.Users.class, WebCommand.Tokens.class},
        footer = {
            "  export-routes web users add olga --role operator",
            "  export-routes web tokens add monitoring --role viewer"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the field
final class WebCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw which(spec);
    }

    private static ParameterException which(CommandSpec spec) {
        return new ParameterException(spec.commandLine(), "Which command?");
    }

    /** {@code web users}. */
    @Command(
            name = "users",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Adds, lists and removes users.",
            subcommands = {WebUsersAddCommand.class, WebListCommand.Users.class, WebRemoveCommand.Users.class},
            footer = {"  export-routes web users list"})
    static final class Users implements Runnable {
        @Spec
        CommandSpec spec;

        @Override
        public void run() {
            throw which(spec);
        }
    }

    /** {@code web tokens}. */
    @Command(
            name = "tokens",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Adds, lists and removes tokens.",
            subcommands = {WebTokensAddCommand.class, WebListCommand.Tokens.class, WebRemoveCommand.Tokens.class},
            footer = {"  export-routes web tokens list"})
    static final class Tokens implements Runnable {
        @Spec
        CommandSpec spec;

        @Override
        public void run() {
            throw which(spec);
        }
    }
}
