package io.exportroutes.lab.sandbox;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Identifiers in the shapes that the reference shows. */
final class Identifiers {
    private static final String RUN_SHAPE = "oprun_\\d{8}T\\d{6}_\\d{6}Z_[0-9a-f]{12}";
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern(
                    "yyyyMMdd'T'HHmmss_SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    // The reference's example is created at 01:23:45Z and has 18:23:45 of the day before in its id: no time to rely on.
    private static final DateTimeFormatter EXPORT_STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss", Locale.ROOT).withZone(ZoneOffset.ofHours(-7));

    private final Clock clock;
    private final Map<String, String> runs = new ConcurrentHashMap<>();
    private volatile String lastRequest = "";

    Identifiers(Clock clock) {
        this.clock = clock;
    }

    String request() {
        String id = "req_" + STAMP.format(clock.instant()) + "_" + hex(12);
        lastRequest = id;
        return id;
    }

    /** The last one that was given, or nothing. */
    String lastRequest() {
        return lastRequest;
    }

    String export(Instant created) {
        return "exp_" + EXPORT_STAMP.format(created) + "_" + hex(10);
    }

    String newOperationRun() {
        return "oprun_" + STAMP.format(clock.instant()) + "_" + hex(12);
    }

    /** The id by which the API knows the client's run: the client's own where it has the API's shape, else always the same. */
    String operationRun(String provided) {
        return provided.matches(RUN_SHAPE) ? provided : runs.computeIfAbsent(provided, unknown -> newOperationRun());
    }

    private static String hex(int digits) {
        long random = ThreadLocalRandom.current().nextLong();
        return String.format(Locale.ROOT, "%016x", random).substring(16 - digits);
    }
}
