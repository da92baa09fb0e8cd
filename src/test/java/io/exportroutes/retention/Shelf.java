package io.exportroutes.retention;

import io.exportroutes.retention.Facts.Clock;
import io.exportroutes.retention.Facts.Limit;
import io.exportroutes.retention.Facts.Listing;
import io.exportroutes.retention.Facts.Twin;
import io.exportroutes.retention.Plan.Judged;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The copies of a job at a destination, and their plan as text. */
final class Shelf {
    static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    static final ZoneId UTC = ZoneId.of("UTC");
    static final Listing WHOLE = new Listing(true, Set.of(), List.of());
    static final Clock AGREED = new Clock(null, null);

    private final List<Copy> copies = new ArrayList<>();
    private ZoneId zone = UTC;
    private Instant now = Instant.parse("2027-06-01T00:00:00Z");
    private Facts facts = undoubted(Limit.APPROVED);

    /** Nothing speaks against expiry. */
    static Facts undoubted(Limit limit) {
        return new Facts(WHOLE, AGREED, Instant.MIN, List.of(), limit);
    }

    static RetentionPolicy keep(Rule rule, int count) {
        return new RetentionPolicy(Map.of(rule, count), null);
    }

    static RetentionPolicy within(String span) {
        return new RetentionPolicy(Map.of(), Span.parse(span));
    }

    /** A good copy; run and key are named by its time. */
    static Copy good(Instant time) {
        return copy(time, Standing.GOOD);
    }

    static Copy copy(Instant time, Standing standing) {
        return new Copy("crm/" + time, new Copy.Run("run " + time, time), 1000, standing, Protection.NONE);
    }

    Shelf with(String... times) {
        for (String time : times) {
            copies.add(good(Instant.parse(time)));
        }
        return this;
    }

    Shelf with(Standing standing, String... times) {
        for (String time : times) {
            copies.add(copy(Instant.parse(time), standing));
        }
        return this;
    }

    Shelf with(Protection protection, String time) {
        Copy copy = good(Instant.parse(time));
        copies.add(new Copy(copy.key(), copy.run(), copy.size(), copy.standing(), protection));
        return this;
    }

    /** One more copy of a run that has one already. */
    Shelf also(String time, String key, Standing standing) {
        Copy.Run run = good(Instant.parse(time)).run();
        copies.add(new Copy(key, run, 10, standing, Protection.NONE));
        return this;
    }

    Shelf in(ZoneId other) {
        zone = other;
        return this;
    }

    Shelf at(String time) {
        now = Instant.parse(time);
        return this;
    }

    Shelf facts(Facts other) {
        facts = other;
        return this;
    }

    Shelf twin(Twin.State state) {
        Twin twin = new Twin("mirror", state);
        return facts(new Facts(WHOLE, AGREED, Instant.MIN, List.of(twin), Limit.APPROVED));
    }

    Plan plan(RetentionPolicy policy) {
        return Retention.plan(copies, policy, zone, now, facts);
    }

    /** A line for each copy: {@code 2026-11-20T02:00:00Z KEEP daily 1 of 2, last good copy}. */
    List<String> lines(RetentionPolicy policy) {
        return plan(policy).copies().stream().map(Shelf::line).toList();
    }

    private static String line(Judged judged) {
        return "%s %s %s"
                .formatted(
                        judged.copy().key().replace("crm/", ""), judged.verdict(), String.join(", ", judged.reasons()));
    }
}
