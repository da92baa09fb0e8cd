package io.exportroutes.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds out from the address of a PostgreSQL ledger where the database is and how the connection is encrypted, as the driver
 * reads it: names of options are what they are, letter by letter, the last of two counts, an unknown one is ignored.
 */
final class LedgerUrls {
    private static final String POSTGRESQL = "jdbc:postgresql:";

    /**
     * With these the connection is encrypted, or somebody said that it need not be. The driver's default, prefer, takes what the
     * server offers, and so does allow.
     */
    private static final Set<String> CLEAR_WORDS = Set.of("require", "verify-ca", "verify-full", "disable");

    private LedgerUrls() {}

    /** The first option that names another host than the address does, as it is written there. */
    static Optional<String> namesHostElsewhere(String url) {
        return url.startsWith(POSTGRESQL)
                ? options(url).filter(LedgerUrls::movesHost).findFirst().map(LedgerUrls::name)
                : Optional.empty();
    }

    /** The driver looks for what it knows behind PG in capitals, so that Host is PGHOST; a service is a file with a host in it. */
    private static boolean movesHost(String option) {
        String name = name(option);
        return name.equals("PGHOST") || name.equals("service") || name.equalsIgnoreCase("host");
    }

    /** Whether the connection leaves this machine and may be in clear without anybody having said so. */
    static boolean mayBeInClear(String url) {
        return url.startsWith(POSTGRESQL) && !onThisMachine(url) && !saysHow(url);
    }

    /** The driver takes several hosts, separated by commas, and this machine where there is none. */
    private static boolean onThisMachine(String url) {
        String rest = url.substring(POSTGRESQL.length());
        if (!rest.startsWith("//")) {
            return true;
        }
        String hosts = rest.substring(2).split("[/?]", 2)[0];
        return Stream.of(hosts.split(","))
                .map(host -> host.replaceFirst(":\\d*$", ""))
                .allMatch(host -> host.isEmpty() || Urls.isLoopback(host));
    }

    /** The option sslmode overrides ssl. */
    private static boolean saysHow(String url) {
        Map<String, String> options = new HashMap<>();
        options(url).forEach(option -> options.put(name(option), value(option)));
        String mode = options.get("sslmode");
        if (mode != null) {
            return CLEAR_WORDS.contains(mode.toLowerCase(Locale.ROOT));
        }
        String ssl = options.get("ssl");
        return ssl != null && (ssl.isEmpty() || Boolean.parseBoolean(ssl));
    }

    private static Stream<String> options(String url) {
        int query = url.indexOf('?');
        return query < 0 ? Stream.empty() : Stream.of(url.substring(query + 1).split("&"));
    }

    private static String name(String option) {
        return option.split("=", 2)[0];
    }

    private static String value(String option) {
        int equals = option.indexOf('=');
        try {
            return equals < 0 ? "" : URLDecoder.decode(option.substring(equals + 1), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return "malformed"; // the driver takes no such address at all
        }
    }
}
