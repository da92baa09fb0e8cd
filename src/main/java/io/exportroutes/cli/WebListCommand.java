package io.exportroutes.cli;

import io.exportroutes.account.Account;
import io.exportroutes.cli.output.Column;
import io.exportroutes.cli.output.Table;
import io.exportroutes.cli.output.Terminal;
import io.exportroutes.view.Json;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code web users list} and {@code web tokens list}. */
abstract class WebListCommand extends OutputCommand {
    private final boolean tokens;

    WebListCommand(boolean tokens) {
        this.tokens = tokens;
    }

    /** The one object that is printed. */
    record All(List<One> accounts) {}

    /** @param login {@code password}, {@code proxy} or {@code token} */
    record One(String name, String role, String login) {
        static One of(Account account) {
            String login = account.isToken() ? "token" : account.hasPassword() ? "password" : Account.BY_PROXY;
            return new One(account.name(), account.role().word(), login);
        }
    }

    @Override
    public Integer call() {
        List<One> all = Accounts.of(common).all(tokens).stream().map(One::of).toList();
        if (output.json()) {
            Json.print(out(), new All(all));
        } else if (all.isEmpty()) {
            out().println("There are no " + (tokens ? "tokens." : "users."));
        } else {
            Table table = new Table(Column.id("NAME"), Column.whole("ROLE"), Column.whole("LOGIN"));
            all.forEach(one -> table.row(one.name(), one.role(), one.login()));
            table.print(out(), Terminal.width());
        }
        return ExitStatus.DELIVERED.code();
    }

    @Command(
            name = "list",
            description = "Lists the users and their roles.",
            footer = {"  export-routes web users list"})
    static final class Users extends WebListCommand {
        Users() {
            super(false);
        }
    }

    @Command(
            name = "list",
            description = "Lists the tokens by their names, and their roles.",
            footer = {"  export-routes web tokens list"})
    static final class Tokens extends WebListCommand {
        Tokens() {
            super(true);
        }
    }
}
