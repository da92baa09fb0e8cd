package io.exportroutes.config;

import io.exportroutes.config.yaml.Section;
import io.exportroutes.retention.RetentionPolicy;
import io.exportroutes.retention.Rule;
import io.exportroutes.retention.Span;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code retention} of defaults, destinations and jobs. */
final class RetentionReader {
    private static final String RETENTION = "retention";
    private static final String WITHIN = "keep-within";
    /** What others receive is theirs: the defaults do not apply to it. */
    private static final Set<String> OF_OTHERS = Set.of("sftp", "email");

    private RetentionReader() {}

    static RetentionConfig read(Section root) {
        Map<String, RetentionPolicy> ofDestinations = new HashMap<>();
        root.section("destinations").sections().forEach((name, destination) -> policy(destination)
                .or(() -> ofType(destination))
                .ifPresent(policy -> ofDestinations.put(name, policy)));
        Map<String, RetentionPolicy> ofJobs = new HashMap<>();
        root.section("jobs").sections().forEach((name, job) -> policy(job)
                .ifPresent(policy -> ofJobs.put(name, policy)));
        RetentionPolicy ofAll = policy(root.section("defaults")).orElse(RetentionPolicy.KEEP_ALL);
        return new RetentionConfig(ofAll, ofDestinations, ofJobs);
    }

    private static Optional<RetentionPolicy> ofType(Section destination) {
        return destination.optional("type").filter(OF_OTHERS::contains).map(type -> RetentionPolicy.KEEP_ALL);
    }

    /** The only text is {@code keep-all}. */
    private static Optional<RetentionPolicy> policy(Section parent) {
        if (!parent.has(RETENTION)) {
            return Optional.empty();
        }
        return Optional.of(
                parent.optional(RETENTION).isPresent() ? RetentionPolicy.KEEP_ALL : rules(parent.section(RETENTION)));
    }

    /** A rule whose value is wrong, or unknown to a command without secrets, must not read as if it were not there. */
    private static RetentionPolicy rules(Section section) {
        Map<Rule, Integer> counts = new EnumMap<>(Rule.class);
        for (Rule rule : Rule.values()) {
            section.optional(rule.key()).ifPresent(count -> counts.put(rule, Integer.valueOf(count)));
        }
        Optional<Span> within = section.parsed(WITHIN, Span::parse);
        boolean whole =
                section.sections().size() == counts.size() + within.stream().count();
        return whole ? new RetentionPolicy(counts, within.orElse(null)) : RetentionPolicy.KEEP_ALL;
    }
}
