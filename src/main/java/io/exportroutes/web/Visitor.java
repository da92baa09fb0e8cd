package io.exportroutes.web;

import io.exportroutes.account.Role;

/**
 * Who calls.
 *
 * @param name of the user or the token; {@code local} where nobody has to log in
 * @param via how it is known
 * @param address the IP address that the call comes from, behind a trusted proxy the one that the proxy names
 */
public record Visitor(String name, Role role, Via via, String address) {
    /** How it is known who calls. */
    public enum Via {
        /** Not at all: whoever reaches the loopback address. */
        LOCAL,
        PASSWORD,
        TOKEN,
        PROXY
    }

    static final String LOCAL_NAME = "local";

    public boolean isOperator() {
        return role.includes(Role.OPERATOR);
    }
}
