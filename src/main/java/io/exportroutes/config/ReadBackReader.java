package io.exportroutes.config;

import io.exportroutes.config.yaml.Section;
import io.exportroutes.readback.DailyWindow;
import io.exportroutes.readback.Level;
import io.exportroutes.readback.ReadBackPolicy;
import io.exportroutes.value.Sizes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads {@code read-back} of the destinations. */
final class ReadBackReader {
    private static final String READ_BACK = "read-back";
    private static final String A_DAY = "/day";
    private static final Duration LONGEST = Duration.ofDays(3660);

    private ReadBackReader() {}

    static Map<String, ReadBackPolicy> read(Section root) {
        ZoneId zone = root.section("defaults").parsed("time-zone", Zones::parse).orElse(ZoneId.of("UTC"));
        Map<String, ReadBackPolicy> policies = new LinkedHashMap<>();
        root.section("destinations").sections().forEach((name, destination) -> {
            if (destination.has(READ_BACK)) {
                policies.put(name, policy(destination.section(READ_BACK), zone));
            }
        });
        return policies;
    }

    private static ReadBackPolicy policy(Section section, ZoneId zone) {
        return new ReadBackPolicy(
                section.duration("every", Duration.ofDays(1), LONGEST),
                section.duration("newest", Duration.ofHours(1), LONGEST),
                new ReadBackPolicy.Depth(
                        Level.of(section.text("level")).orElse(Level.CONTENT),
                        section.parsed("identity-file", Path::of).orElse(null)),
                section.parsed("between", text -> DailyWindow.parse(text, zone)).orElse(null),
                section.parsed("budget", ReadBackReader::aDay).orElse(null));
    }

    private static long aDay(String text) {
        if (!text.endsWith(A_DAY)) {
            throw new IllegalArgumentException("no size of a day");
        }
        return Sizes.parse(text.substring(0, text.length() - A_DAY.length()));
    }
}
