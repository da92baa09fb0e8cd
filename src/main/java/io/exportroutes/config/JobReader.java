package io.exportroutes.config;

import io.exportroutes.config.JobConfig.Freshness;
import io.exportroutes.config.JobConfig.Limits;
import io.exportroutes.config.JobConfig.MissedRuns;
import io.exportroutes.config.JobConfig.Overlap;
import io.exportroutes.config.JobConfig.Request;
import io.exportroutes.config.JobConfig.Schedule;
import io.exportroutes.config.JobConfig.Timing;
import io.exportroutes.config.yaml.Problems;
import io.exportroutes.config.yaml.Section;
import io.exportroutes.config.yaml.YamlPaths;
import io.exportroutes.cron.Cron;
import io.exportroutes.value.Sizes;
import io.exportroutes.value.Suggestions;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One entry of {@code jobs}, with {@code defaults} for missing keys. */
final class JobReader {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LONGEST_RUN = Duration.ofDays(30);
    private static final Duration LONGEST_EXPECTATION = Duration.ofDays(3660);

    private final Section defaults;
    private final Map<String, DestinationConfig> destinations;
    private final Set<String> destinationNames;

    /** @param destinations those that could be read; jobs may name others of the file without a further problem */
    JobReader(Section defaults, Map<String, DestinationConfig> destinations, Set<String> destinationNames) {
        this.defaults = defaults;
        this.destinations = destinations;
        this.destinationNames = destinationNames;
        checkDestinations(defaults);
        zone(defaults);
        deadline(defaults);
        grace(defaults);
    }

    JobConfig read(String name, Section job) {
        ExportKind kind = job.optional("export").map(JobReader::kind).orElse(ExportKind.DATABASE);
        JobRules.check(job, kind);
        TableRules.check(job);
        return new JobConfig(name, request(job, kind), timing(job), destinations(name, job, kind), limits(job));
    }

    private static Request request(Section job, ExportKind kind) {
        return new Request(
                job.text("project"),
                kind,
                job.optional("format").orElse(null),
                kind == ExportKind.DATABASE ? TableOptions.body(job) : Map.of(),
                job.optional("file-name").orElse(null));
    }

    private Timing timing(Section job) {
        return new Timing(
                new Schedule(
                        job.parsed("schedule", Cron::toQuartz).orElse(null),
                        job.optional("schedule").orElse(null)),
                zone(job.has("time-zone") ? job : defaults),
                job.duration("jitter", Duration.ZERO, Duration.ofDays(1)),
                MissedRuns.valueOf(constant(job, "missed-runs")),
                Overlap.valueOf(constant(job, "overlap")));
    }

    private Limits limits(Section job) {
        return new Limits(
                guard(job.section("guard")),
                deadline(job.has("deadline") ? job : defaults),
                (job.has("max-concurrent") ? job : defaults).whole("max-concurrent"),
                new Freshness(
                        grace(job.has("grace") ? job : defaults),
                        job.optionalDuration("expect-within", Duration.ofMinutes(1), LONGEST_EXPECTATION)
                                .orElse(null)));
    }

    private static ExportKind kind(String word) {
        return ExportKind.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private String constant(Section job, String key) {
        String preset = defaults.optional(key).orElse("skip");
        return job.optional(key).orElse(preset).toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static ZoneId zone(Section section) {
        return section.parsed("time-zone", Zones::parse).orElse(ZoneId.of("UTC"));
    }

    private static Duration deadline(Section section) {
        return section.duration("deadline", SECOND, LONGEST_RUN);
    }

    private static Duration grace(Section section) {
        return section.duration("grace", Duration.ZERO, LONGEST_RUN);
    }

    private static GuardConfig guard(Section guard) {
        @Nullable Long minSize = guard.parsed("min-size", Sizes::parse).orElse(null);
        @Nullable
        Integer maxShrink = guard.optional("max-shrink")
                .map(percent -> Integer.valueOf(percent.replace("%", "")))
                .orElse(null);
        return minSize == null && maxShrink == null ? GuardConfig.NONE : new GuardConfig(minSize, maxShrink);
    }

    private List<String> destinations(String name, Section job, ExportKind kind) {
        boolean own = job.has("destinations");
        if (own) {
            checkDestinations(job);
        } else if (!defaults.has("destinations")) {
            job.problems()
                    .key(
                            YamlPaths.child("jobs", name),
                            "the job has no destinations",
                            "Add destinations: [NAME], or destinations under defaults.");
        }
        List<String> names = (own ? job : defaults).texts("destinations");
        if (kind == ExportKind.EXISTING) {
            names.forEach(destination -> checkSweep(name, destination, job.problems()));
        }
        return names;
    }

    private void checkDestinations(Section section) {
        List<String> names = section.texts("destinations");
        for (int index = 0; index < names.size(); index++) {
            String name = names.get(index);
            String path = YamlPaths.entry(section.path("destinations"), index);
            if (!destinationNames.contains(name) && !section.problems().isWrong(path)) {
                section.problems()
                        .value(
                                path,
                                "there is no destination " + section.problems().shown(path, name),
                                Suggestions.remedy(name, destinationNames));
            }
        }
    }

    private void checkSweep(String job, String destination, Problems problems) {
        DestinationConfig target = destinations.get(destination);
        String path = "destinations." + destination + ".key";
        if (target == null || target.key().isEmpty() || problems.isWrong(path)) {
            return;
        }
        if (!KeyTemplateRules.tellsExportsApart(target.key())) {
            problems.value(
                    path,
                    "the key is the same for all exports of one run of " + job + ", which would overwrite each other",
                    "Put {export-id} into the key.");
        }
    }
}
