package io.exportroutes.config;

import io.exportroutes.value.Subnet;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The web server: page, API, health and metrics.
 *
 * @param listen null: as application.properties says, this machine alone by default
 * @param hosts the names by which browsers may call it, besides localhost, IP addresses and the one it listens at; in lower case
 * @param usersFile null: nobody has a password or a token
 */
public record WebConfig(
        @Nullable Listen listen,
        Set<String> hosts,
        @Nullable Path usersFile,
        Proxies proxies) {
    /** No section {@code web}. */
    public static final WebConfig NONE = new WebConfig(null, Set.of(), null, Proxies.NONE);

    public WebConfig {
        hosts = Set.copyOf(hosts);
    }

    /** @param host without brackets */
    public record Listen(String host, int port) {
        /** Whether this machine alone reaches it. */
        public boolean isLoopback() {
            return Urls.isLoopback(host.contains(":") ? "[" + host + "]" : host);
        }
    }

    /**
     * Proxies that have checked who somebody is.
     *
     * @param trusted where they are; nobody else's header is believed
     * @param userHeader the header with the name
     * @param role a word: that of who has no line in the users file
     */
    public record Proxies(List<Subnet> trusted, String userHeader, String role) {
        static final Proxies NONE = new Proxies(List.of(), "X-Forwarded-User", "viewer");

        public Proxies {
            trusted = List.copyOf(trusted);
        }
    }

    /** Whether anybody can say who they are; otherwise whoever reaches it is let in, on loopback alone. */
    public boolean hasLogin() {
        return usersFile != null || !proxies.trusted().isEmpty();
    }
}
