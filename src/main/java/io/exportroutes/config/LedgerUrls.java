package io.exportroutes.config;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** What the address of a PostgreSQL ledger says of its encryption. */
final class LedgerUrls {
    private static final String POSTGRESQL = "jdbc:postgresql:";

    /**
     * With these the connection is encrypted, or somebody said that it need not be. The driver's default, prefer, takes what the
     * server offers, and so does allow.
     */
    private static final Set<String> CLEAR_WORDS = Set.of("require", "verify-ca", "verify-full", "disable");

    private LedgerUrls() {}

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

    private static boolean saysHow(String url) {
        int query = url.indexOf('?');
        if (query < 0) {
            return false;
        }
        return Stream.of(url.substring(query + 1).toLowerCase(Locale.ROOT).split("&"))
                .anyMatch(option -> option.equals("ssl")
                        || option.equals("ssl=true")
                        || option.startsWith("sslmode=") && CLEAR_WORDS.contains(option.substring(8)));
    }
}
