package io.exportroutes.account;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One line of the users file, {@code name:role:credential}.
 *
 * @param credential a {@link PasswordHash}, a {@link TokenHash}, or {@link #BY_PROXY}
 */
public record Account(String name, Role role, String credential) {
    /** For who logs in at a trusted proxy: the line gives a role alone. */
    public static final String BY_PROXY = "proxy";

    /** Of names; a mail address is one. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@+-]{1,64}");

    /** The account of the line; empty where it is none. */
    static Optional<Account> parse(String line) {
        String[] parts = line.split(":", 3);
        if (parts.length < 3 || !NAME.matcher(parts[0]).matches() || !isKnown(parts[2])) {
            return Optional.empty();
        }
        return Role.of(parts[1]).map(role -> new Account(parts[0], role, parts[2]));
    }

    private static boolean isKnown(String credential) {
        return PasswordHash.isOne(credential) || TokenHash.isOne(credential) || credential.equals(BY_PROXY);
    }

    /** Whether it is a token of the API, and nobody's password. */
    public boolean isToken() {
        return TokenHash.isOne(credential);
    }

    /** Whether it has a password. */
    public boolean hasPassword() {
        return PasswordHash.isOne(credential);
    }

    String line() {
        return name + ":" + role.word() + ":" + credential;
    }

    @Override
    public String toString() {
        return "Account[" + name + ", " + role + "]";
    }
}
