package io.exportroutes.config;

import org.jspecify.annotations.Nullable;

/**
 * A ledger elsewhere than in the state folder.
 *
 * @param url {@code jdbc:postgresql://…}, without user name and password
 * @param username null where the server asks for none
 * @param password null where the server asks for none
 */
public record LedgerConfig(
        String url, @Nullable String username, @Nullable Secret password) {}
