package io.exportroutes.cli;

import io.exportroutes.config.DestinationConfig;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.JobConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Warnings about where copies lie, and how long. */
final class PlaceWarnings {
    private static final String DIRECTORY = "directory";
    private static final String BUCKET = "bucket";
    /** What a place is known by, beside its type. */
    private static final List<String> WHERE = List.of("endpoint", "host", "port", BUCKET, DIRECTORY);

    private PlaceWarnings() {}

    static Stream<String> of(ExportsConfig config) {
        return Stream.concat(onePlace(config), lockedLonger(config));
    }

    /** Two destinations that are one place have no copy more than one. */
    private static Stream<String> onePlace(ExportsConfig config) {
        Map<List<String>, String> first = new LinkedHashMap<>();
        List<String> warnings = new ArrayList<>();
        for (DestinationConfig destination : config.destinations().values()) {
            Map<String, String> properties = destination.properties();
            if (properties.containsKey(BUCKET) || properties.containsKey(DIRECTORY)) {
                String other = first.putIfAbsent(place(destination), destination.name());
                if (other != null) {
                    warnings.add("destinations." + destination.name() + ": it is the same place as the destination "
                            + other + ", so that what happens to the copies of one happens to those of the other."
                            + " Give it another place, or leave one of them out.");
                }
            }
        }
        return warnings.stream();
    }

    private static List<String> place(DestinationConfig destination) {
        List<String> place = new ArrayList<>(List.of(destination.sink().type()));
        for (String key : WHERE) {
            String value = destination.properties().getOrDefault(key, "");
            place.add(key.equals(DIRECTORY) ? Path.of(value).normalize().toString() : value);
        }
        return place;
    }

    private static Stream<String> lockedLonger(ExportsConfig config) {
        return config.destinations().values().stream().flatMap(destination -> {
            String days = destination.properties().get("object-lock-days");
            return days == null ? Stream.empty() : lockedLonger(config, destination.name(), Long.parseLong(days));
        });
    }

    private static Stream<String> lockedLonger(ExportsConfig config, String destination, long locked) {
        return config.jobs().values().stream()
                .filter(job -> job.destinations().contains(destination))
                .filter(job -> config.retention(job.name(), destination).days() < locked)
                .map(JobConfig::name)
                .findFirst()
                .map(job -> "destinations." + destination + ".object-lock.days: copies of " + job + " are locked for "
                        + locked + " days, and its retention keeps them for about "
                        + config.retention(job, destination).days() + ": they stay until the lock is over, and are paid"
                        + " for. Lock them for less time, or keep them longer.")
                .stream();
    }
}
