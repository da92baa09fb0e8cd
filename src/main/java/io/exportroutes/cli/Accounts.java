package io.exportroutes.cli;

import io.exportroutes.account.Account;
import io.exportroutes.account.Role;
import io.exportroutes.account.UsersFile;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.Suggestions;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The users file of a configuration, as the commands of {@code web} change it. */
final class Accounts {
    private final UsersFile file;

    private Accounts(UsersFile file) {
        this.file = file;
    }

    /** @throws PermanentFailure {@code configuration_invalid} if exports.yaml names none */
    static Accounts of(CommonOptions common) {
        Path file = common.readWithoutSecrets().orThrow().operators().web().usersFile();
        if (file == null) {
            throw new PermanentFailure(
                    FailureCode.CONFIGURATION_INVALID,
                    "exports.yaml names no file for users and tokens",
                    "Add to it: web: {users-file: config/web-users}");
        }
        return new Accounts(new UsersFile(file));
    }

    Path path() {
        return file.path();
    }

    /** @throws PermanentFailure {@code account_exists} */
    void checkNew(String name) {
        if (file.accounts().containsKey(name)) {
            throw new PermanentFailure(
                    FailureCode.ACCOUNT_EXISTS,
                    "There is a user or a token " + name + " already",
                    "Choose another name, or remove that one first: export-routes web users|tokens remove " + name);
        }
    }

    void add(Account account) {
        checkNew(account.name());
        file.put(account);
    }

    /** @throws PermanentFailure {@code unknown_account} */
    void remove(String name, boolean token) {
        List<String> names = all(token).stream().map(Account::name).toList();
        if (!names.contains(name)) {
            throw new PermanentFailure(
                    FailureCode.UNKNOWN_ACCOUNT,
                    "The file " + file.path() + " has no " + (token ? "token " : "user ") + name,
                    Suggestions.remedy(name, names));
        }
        file.remove(name);
    }

    List<Account> all(boolean tokens) {
        return file.accounts().values().stream()
                .filter(account -> account.isToken() == tokens)
                .toList();
    }

    /** Name and role as they were typed. */
    static Account account(CommandLine command, String name, String role, String credential) {
        if (!Account.NAME.matcher(name).matches()) {
            throw new ParameterException(
                    command, "A name has at most 64 letters, digits and . _ @ + -, and " + name + " is none");
        }
        return Role.of(role)
                .map(known -> new Account(name, known, credential))
                .orElseThrow(() -> new ParameterException(
                        command,
                        "There is no role " + role + ": "
                                + List.of(Role.values()).stream()
                                        .map(Role::word)
                                        .collect(Collectors.joining(" or "))));
    }
}
