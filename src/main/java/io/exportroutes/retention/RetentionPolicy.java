package io.exportroutes.retention;

import io.exportroutes.retention.Facts.Limit;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which runs of a job are kept, with the meaning that restic gives these rules: a run is kept if any of them keeps it. A rule
 * that is not there keeps nothing; without any rule everything is kept.
 *
 * @param counts how many buckets of each rule, at least 1
 * @param within everything that is this much younger than the newest good run, or null
 * @param limit how many runs may expire at once without a person
 */
public record RetentionPolicy(
        Map<Rule, Integer> counts, @Nullable Span within, Limit limit) {
    /** Nothing ever expires. */
    public static final RetentionPolicy KEEP_ALL = new RetentionPolicy(Map.of(), null);

    /** With the usual limit. */
    public RetentionPolicy(Map<Rule, Integer> counts, @Nullable Span within) {
        this(counts, within, Limit.DEFAULT);
    }

    public RetentionPolicy {
        if (counts.values().stream().anyMatch(count -> count < 1)) {
            throw new IllegalArgumentException("a rule has to keep at least 1: " + counts);
        }
        Map<Rule, Integer> ordered = new EnumMap<>(Rule.class);
        ordered.putAll(counts);
        counts = Collections.unmodifiableMap(ordered);
    }

    /**
     * A policy with rules.
     *
     * @throws IllegalArgumentException if there is none: who wrote that meant something else
     */
    public static RetentionPolicy of(Map<Rule, Integer> counts, @Nullable Span within) {
        if (counts.isEmpty() && within == null) {
            throw new IllegalArgumentException("a policy without any rule");
        }
        return new RetentionPolicy(counts, within);
    }

    /** Whether nothing ever expires. */
    public boolean keepsAll() {
        return counts.isEmpty() && within == null;
    }

    /** Whether it has a rule that keeps one run of an hour, a day, a week, a month or a year, and none of its others. */
    public boolean thinsOut() {
        return counts.keySet().stream().anyMatch(Rule::isCalendar);
    }

    /**
     * How old in days a run may be that a rule keeps of a job that runs each day; {@code Long.MAX_VALUE} where that is not for the rules
     * to say.
     */
    public long days() {
        if (keepsAll() || counts.containsKey(Rule.LAST)) {
            return Long.MAX_VALUE;
        }
        long longest = within == null ? 0 : within.longestDays();
        for (Map.Entry<Rule, Integer> rule : counts.entrySet()) {
            longest = Math.max(longest, rule.getKey().longestDays(rule.getValue()));
        }
        return longest;
    }

    /** How many rules there are. */
    int rules() {
        return counts.size() + (within == null ? 0 : 1);
    }
}
