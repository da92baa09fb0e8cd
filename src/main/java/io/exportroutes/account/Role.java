package io.exportroutes.account;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody may do. */
public enum Role {
    /** May see everything and change nothing. */
    VIEWER,
    /** May change what the API can change as well. */
    OPERATOR;

    /** As exports.yaml, the users file and the API have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }

    /** Whether it may do what is for the other role. */
    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
