package io.exportroutes.config;

import io.exportroutes.config.schema.KameletCatalog;
import io.exportroutes.config.schema.SinkKind;
import io.exportroutes.config.yaml.Section;
import io.exportroutes.retention.Facts.Limit;
import io.exportroutes.retention.RetentionPolicy;
import io.exportroutes.retention.Rule;
import io.exportroutes.retention.Span;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads {@code retention} of defaults, destinations and jobs. */
final class RetentionReader {
    private static final String RETENTION = "retention";
    private static final String WITHIN = "keep-within";
    private static final String MAX_EXPIRE = "max-expire";

    private RetentionReader() {}

    /** @param catalog says at which types of destinations the defaults do not hold: what others receive is theirs */
    static RetentionConfig read(Section root, KameletCatalog catalog) {
        Map<String, RetentionPolicy> ofDestinations = new HashMap<>();
        root.section("destinations").sections().forEach((name, destination) -> policy(destination)
                .or(() -> ofType(destination, catalog))
                .ifPresent(policy -> ofDestinations.put(name, policy)));
        Map<String, RetentionPolicy> ofJobs = new HashMap<>();
        root.section("jobs").sections().forEach((name, job) -> policy(job)
                .ifPresent(policy -> ofJobs.put(name, policy)));
        RetentionPolicy ofAll = policy(root.section("defaults")).orElse(RetentionPolicy.KEEP_ALL);
        return new RetentionConfig(ofAll, ofDestinations, ofJobs);
    }

    private static Optional<RetentionPolicy> ofType(Section destination, KameletCatalog catalog) {
        return destination
                .optional("type")
                .flatMap(type -> catalog.find(SinkKind.DESTINATION, type))
                .filter(type -> type.annotations().ofOthers())
                .map(type -> RetentionPolicy.KEEP_ALL);
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
        long limits = section.has(MAX_EXPIRE) ? 1 : 0;
        long rules = section.sections().size() - limits;
        if (limits == 1 && rules == 0) {
            section.problems()
                    .value(
                            section.path(MAX_EXPIRE),
                            "max-expire says how much may expire, but no rule says what",
                            "Add rules such as keep-daily: 14, or remove it.");
        }
        boolean whole = rules == counts.size() + within.stream().count();
        return whole
                ? new RetentionPolicy(counts, within.orElse(null), limit(section.section(MAX_EXPIRE)))
                : RetentionPolicy.KEEP_ALL;
    }

    private static Limit limit(Section section) {
        return new Limit(
                section.optional("runs").map(Integer::valueOf).orElse(Limit.DEFAULT.runs()),
                section.optional("share")
                        .map(share -> Integer.valueOf(share.substring(0, share.length() - 1)))
                        .orElse(Limit.DEFAULT.percent()));
    }
}
