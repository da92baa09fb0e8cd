package io.exportroutes.cli;

import io.exportroutes.account.Account;
import io.exportroutes.account.PasswordHash;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code web users add}. */
@Command(
        name = "add",
        description = {
            "Adds a user, whose password is asked for, or read from standard input where that is no terminal.",
            "The file keeps a hash of it."
        },
        footer = {
            "  export-routes web users add olga --role operator",
            "  export-routes web users add vera --role viewer < password.txt",
            "  export-routes web users add olga@example.com --role operator --proxy"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class WebUsersAddCommand extends OutputCommand {
    private static final int SHORTEST = 8;

    @Mixin
    NewAccount account;

    @Option(
            names = "--proxy",
            description = "Without a password: a trusted proxy says who it is, and this line gives the role.")
    boolean proxy;

    @Override
    public Integer call() {
        Accounts.account(
                spec.commandLine(), account.name, account.role, Account.BY_PROXY); // before a password is asked for
        Accounts accounts = Accounts.of(common);
        accounts.checkNew(account.name);
        String credential = proxy ? Account.BY_PROXY : hash(password());
        accounts.add(Accounts.account(spec.commandLine(), account.name, account.role, credential));
        out().println(account.name + " may use page and API as " + account.role + " (" + accounts.path() + ")");
        return ExitStatus.DELIVERED.code();
    }

    private static String hash(char[] password) {
        try {
            return PasswordHash.of(password);
        } finally {
            Arrays.fill(password, ' ');
        }
    }

    private char[] password() {
        Console console = System.console();
        char[] password = console == null ? line() : asked(console);
        if (password.length < SHORTEST) {
            throw new ParameterException(
                    spec.commandLine(), "The password is too short: write at least " + SHORTEST + " characters");
        }
        return password;
    }

    private char[] asked(Console console) {
        char[] first = console.readPassword("Password of %s: ", account.name);
        char[] again = console.readPassword("The same again: ");
        if (first == null || !Arrays.equals(first, again)) {
            throw new ParameterException(spec.commandLine(), "The two passwords differ");
        }
        return first;
    }

    private static char[] line() {
        try {
            // Not closed: standard input is not ours
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return line == null ? new char[0] : line.toCharArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
