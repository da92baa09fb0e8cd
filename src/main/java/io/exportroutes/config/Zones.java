package io.exportroutes.config;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.Suggestions;
import java.time.ZoneId;
import java.time.zone.ZoneRulesProvider;
import java.util.Set;

/** Time zones by name. Offsets such as +02:00 are refused: the scheduler's time zones would read them as GMT. */
final class Zones {
    private Zones() {}

    static ZoneId parse(String name) {
        Set<String> known = ZoneRulesProvider.getAvailableZoneIds();
        if (known.contains(name)) {
            return ZoneId.of(name);
        }
        throw new PermanentFailure(
                FailureCode.TIME_ZONE_UNKNOWN,
                "there is no time zone " + Suggestions.quote(name),
                Suggestions.nearest(name, known.stream().sorted().toList())
                        .map(near -> "Did you mean " + Suggestions.quote(near) + "?")
                        .orElse("Write a name of the tz database, such as UTC or Europe/Berlin."));
    }
}
