package io.exportroutes.cli;

import io.exportroutes.account.Account;
import io.exportroutes.account.TokenHash;
import io.exportroutes.view.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code web tokens add}. */
@Command(
        name = "add",
        description = {
            "Makes a token for a program and prints it, this one time: the file keeps its SHA-256 alone.",
            "The program sends it as the header Authorization: Bearer TOKEN."
        },
        footer = {"  export-routes web tokens add monitoring --role viewer"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class WebTokensAddCommand extends OutputCommand {
    @Mixin
    NewAccount account;

    /** The one object that is printed. */
    record Token(String name, String role, String token) {}

    @Override
    public Integer call() {
        String token = TokenHash.newToken();
        Account made = Accounts.account(spec.commandLine(), account.name, account.role, TokenHash.of(token));
        Accounts.of(common).add(made);
        if (output.json()) {
            Json.print(out(), new Token(made.name(), made.role().word(), token));
        } else {
            out().println(token);
        }
        return ExitStatus.DELIVERED.code();
    }
}
