package io.exportroutes.config;

import io.exportroutes.value.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A ledger elsewhere than in the state folder.
 *
 * @param url {@code jdbc:postgresql://…}, without user name and password
 * @param username null if the server asks for none
 * @param password null if the server asks for none
 * @param takeover within this time after a node's death other nodes take over its runs
 */
public record LedgerConfig(
        String url, @Nullable String username, @Nullable Secret password, Duration takeover) {}
