package io.exportroutes.config;

import io.exportroutes.config.schema.KameletCatalog;
import io.exportroutes.config.yaml.Section;
import io.exportroutes.value.Durations;
import io.exportroutes.value.Secret;
import io.exportroutes.value.Sizes;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the settings of the whole service: api, retry, limits, replay, ledger and history. */
final class ServiceReader {
    private static final Duration TICK = Duration.ofMillis(1);
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration HOUR = Duration.ofHours(1);
    /** Long enough that no clock change and no catch-up concerns a time whose run is deleted. */
    private static final Duration SHORTEST_HISTORY = Duration.ofDays(7);

    private static final Duration LONGEST_HISTORY = Duration.ofDays(36_500);
    private static final URI NOWHERE = URI.create("https://invalid");

    private ServiceReader() {}

    static ApiConfig api(Section api) {
        return new ApiConfig(
                baseUrl(api),
                new Secret(api.text("token")),
                new ApiConfig.Timeouts(
                        api.duration("connect-timeout", SHORT, HOUR),
                        api.duration("read-timeout", SHORT, HOUR),
                        api.duration("stall-timeout", SHORT, HOUR)),
                api.duration("poll-interval", Duration.ofMillis(10), HOUR),
                api.whole("max-concurrent"));
    }

    private static URI baseUrl(Section api) {
        URI url = Urls.http(api, "base-url").orElse(NOWHERE);
        if (String.valueOf(url.getScheme()).equalsIgnoreCase("http") && !Urls.isLoopback(url.getHost())) {
            api.problems()
                    .value(
                            api.path("base-url"),
                            "http is allowed only for this machine (localhost, 127.0.0.1, [::1]): "
                                    + "the token would travel in clear",
                            "Write https://.");
        }
        return url;
    }

    static ServiceConfig service(Section root, KameletCatalog catalog) {
        return new ServiceConfig(
                retry(root.section("defaults").section("retry")),
                limits(root.section("limits")),
                replay(root),
                ledger(root),
                new KeptConfig(
                        root.optionalDuration("keep-history", SHORTEST_HISTORY, LONGEST_HISTORY)
                                .orElse(null),
                        RetentionReader.read(root, catalog),
                        ReadBackReader.read(root)));
    }

    private static RetryConfig retry(Section retry) {
        Duration first = retry.duration("initial-delay", TICK, HOUR);
        Duration longest = retry.duration("max-delay", TICK, Duration.ofDays(1));
        if (!longest.isZero() && longest.compareTo(first) < 0) {
            retry.problems()
                    .value(
                            retry.path("max-delay"),
                            "max-delay is shorter than initial-delay (" + Durations.print(first) + ")",
                            "Write a max-delay of at least " + Durations.print(first) + ".");
        }
        return new RetryConfig(retry.whole("attempts"), first, retry.number("multiplier"), longest);
    }

    private static LimitsConfig limits(Section limits) {
        return new LimitsConfig(
                limits.whole("runs"),
                limits.whole("downloads"),
                limits.duration("shutdown", Duration.ZERO, HOUR),
                spool(limits.section("spool")));
    }

    private static SpoolConfig spool(Section spool) {
        return new SpoolConfig(
                spool.parsed("max-size", Sizes::parse).orElse(null),
                spool.parsed("reserve", Sizes::parse).orElse(0L));
    }

    private static @Nullable ReplayConfig replay(Section root) {
        if (!root.has("replay")) {
            return null;
        }
        Section replay = root.section("replay");
        Duration every = replay.duration("every", Duration.ofSeconds(1), Duration.ofDays(7));
        Duration period = replay.duration("for", Duration.ofSeconds(1), Duration.ofDays(365));
        if (!period.isZero() && period.compareTo(every) < 0) {
            replay.problems()
                    .value(
                            replay.path("for"),
                            "for is shorter than every (" + Durations.print(every) + "): nothing would be replayed",
                            "Write a longer time, or a shorter every.");
        }
        return new ReplayConfig(every, period);
    }

    private static @Nullable LedgerConfig ledger(Section root) {
        if (!root.has("ledger")) {
            return null;
        }
        Section ledger = root.section("ledger");
        String url = ledger.text("url");
        checkAddress(ledger, url);
        return new LedgerConfig(
                url,
                ledger.optional("username").orElse(null),
                ledger.optional("password").map(Secret::new).orElse(null),
                ledger.duration("takeover", Duration.ofSeconds(6), HOUR));
    }

    private static void checkAddress(Section ledger, String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        if (lower.contains("password=") || lower.contains("user=") || lower.contains("@")) {
            ledger.problems()
                    .value(
                            ledger.path("url"),
                            "the address contains a user name or a password, which would be shown wherever it is named",
                            "Write them under username and password.");
        }
        LedgerUrls.namesHostElsewhere(url).ifPresent(option -> ledger.problems()
                .value(
                        ledger.path("url"),
                        "the option " + option + " of the address names another host than the address does",
                        "Leave it out, and write the host in front: jdbc:postgresql://HOST:PORT/DATABASE."));
        if (LedgerUrls.mayBeInClear(url)) {
            ledger.problems()
                    .value(
                            ledger.path("url"),
                            "the database is not on this machine, and nothing says that the connection is encrypted",
                            "Add sslmode=verify-full (or require) to the address; for a network that you trust, say"
                                    + " sslmode=disable.");
        }
    }
}
