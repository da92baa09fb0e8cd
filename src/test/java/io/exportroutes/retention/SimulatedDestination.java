package io.exportroutes.retention;

import io.exportroutes.retention.Facts.Limit;
import io.exportroutes.retention.Facts.Listing;
import io.exportroutes.retention.Facts.Twin;
import io.exportroutes.retention.Plan.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A destination of one job over the years, with what the ledger knows of it. */
final class SimulatedDestination {
    private final String name;
    private final Random random;
    private final Map<String, Copy> objects = new TreeMap<>();
    private final Set<String> known = new HashSet<>();
    private @Nullable Instant lastSuccess;
    private Instant newestKnown = Instant.MIN;
    private boolean agreedTo;

    SimulatedDestination(String name, Random random) {
        this.name = name;
        this.random = random;
    }

    /** A run delivers here; one in 40 copies is not confirmed, one in 2,000 is held. */
    void store(Instant time) {
        Standing standing = random.nextInt(40) == 0 ? Standing.UNCONFIRMED : Standing.GOOD;
        Protection protection = random.nextInt(2000) == 0 ? Protection.held("audit") : Protection.NONE;
        Copy copy = new Copy(name + "/" + time, new Copy.Run("run " + time, time), 1000, standing, protection);
        objects.put(copy.key(), copy);
        known.add(copy.key());
        lastSuccess = time;
        newestKnown = time;
    }

    /** What was not confirmed is found good, or bad; and a copy that was good may have rotted. */
    void readBack() {
        objects.replaceAll((key, copy) -> switch (copy.standing()) {
            case UNCONFIRMED -> with(copy, random.nextInt(10) == 0 ? Standing.BAD : Standing.GOOD);
            case GOOD -> random.nextInt(20_000) == 0 ? with(copy, Standing.BAD) : copy;
            case BAD, COLD -> copy;
        });
    }

    private static Copy with(Copy copy, Standing standing) {
        return new Copy(copy.key(), copy.run(), copy.size(), standing, copy.protection());
    }

    /** It is empty from now on, and the ledger does not know. */
    void lose() {
        objects.clear();
    }

    /** A person has said that what is missing is lost. */
    void acknowledgeLoss() {
        known.retainAll(objects.keySet());
    }

    List<Copy> copies() {
        return List.copyOf(objects.values());
    }

    Twin asTwin() {
        Twin.State state = objects.values().stream()
                .max(Comparator.comparing(copy -> copy.run().time()))
                .map(newest -> switch (newest.standing()) {
                    case GOOD -> Twin.State.TRUSTED;
                    case UNCONFIRMED -> Twin.State.UNCONFIRMED;
                    case BAD, COLD -> Twin.State.NOT_GOOD;
                })
                .orElse(Twin.State.NONE);
        return new Twin(name, state);
    }

    /** Plans, and does what the plan says; a person agrees to what is blocked by its number alone. */
    Plan expire(RetentionPolicy policy, Instant now, List<Twin> twins, Limit limit) {
        boolean complete = random.nextInt(100) != 0;
        Plan plan = plan(policy, now, facts(complete, twins, limit));
        agreedTo = plan.needsPerson();
        if (agreedTo) {
            Plan agreed = plan(policy, now, facts(complete, twins, Limit.APPROVED));
            if (!agreed.hash().equals(plan.hash())) {
                throw new AssertionError("another plan than the one that was agreed to");
            }
            plan = agreed;
        }
        for (Copy copy : plan.those(Verdict.EXPIRE)) {
            objects.remove(copy.key());
            known.remove(copy.key());
        }
        return plan;
    }

    /** Whether the last plan needed a person. */
    boolean wasAgreedTo() {
        return agreedTo;
    }

    private Plan plan(RetentionPolicy policy, Instant now, Facts facts) {
        List<Copy> listed = new ArrayList<>(objects.values());
        return Retention.plan(listed, policy, Shelf.BERLIN, now, facts);
    }

    private Facts facts(boolean complete, List<Twin> twins, Limit limit) {
        Set<String> missing = new HashSet<>(known);
        missing.removeAll(objects.keySet());
        Facts.Clock clock = new Facts.Clock(newestKnown, null);
        return new Facts(new Listing(complete, missing, List.of()), clock, lastSuccess, twins, limit);
    }
}
