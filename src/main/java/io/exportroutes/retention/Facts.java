package io.exportroutes.retention;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What else has to be known before a copy may expire. Each of them that is in doubt blocks all expiry at the destination, except
 * {@code twins}, which keep two runs.
 *
 * @param listing how the destination's listing ended
 * @param lastSuccess the time of the job's last run that delivered here what it had to; null: there is none
 * @param twins the job's other destinations that store
 * @param limit how much may expire without a person
 */
public record Facts(Listing listing, Clock clock, @Nullable Instant lastSuccess, List<Twin> twins, Limit limit) {
    public Facts {
        twins = List.copyOf(twins);
    }

    /** The same, with what other clocks say. */
    public Facts with(Clock other) {
        return new Facts(listing, other, lastSuccess, twins, limit);
    }

    /**
     * The destination's listing, compared with the ledger.
     *
     * @param complete whether it was read to its end
     * @param missing the keys of copies that the ledger knows here, and that it did not have
     * @param foreign what it has besides the job's copies, which is never a candidate
     */
    public record Listing(boolean complete, Set<String> missing, List<ForeignObject> foreign) {
        public Listing {
            missing = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(missing));
            foreign = List.copyOf(foreign);
        }

        /** The first of the missing keys. */
        String firstMissing() {
            return ((SortedSet<String>) missing).first();
        }
    }

    /** An object without our sidecar, of another job, or without a valid chain entry. */
    public record ForeignObject(String key, long size) {}

    /**
     * What other clocks say.
     *
     * @param newestKnown the newest time that the ledger and the chain know; null: they know none
     * @param destinations the destination's own, read at the time of the plan; null: it has none
     */
    public record Clock(
            @Nullable Instant newestKnown, @Nullable Instant destinations) {}

    /** How the newest copy of the job stands at another of its destinations. */
    public record Twin(String destination, State state) {
        /** In words, as they follow the destination's name. */
        public enum State {
            TRUSTED("is trusted"),
            UNCONFIRMED("is unconfirmed"),
            READ_BACK_OVERDUE("is overdue for its read-back"),
            NOT_GOOD("is not good"),
            NONE("is not there");

            private final String words;

            State(String words) {
                this.words = words;
            }
        }

        boolean isTrusted() {
            return state == State.TRUSTED;
        }

        String words() {
            return "the newest copy at " + destination + " " + state.words;
        }
    }

    /**
     * How many runs may expire at once without a person. So many as the policy has rules always may: each new run can push one
     * out of every rule, which of a few runs is a large part.
     *
     * @param runs at most so many
     * @param percent and at most this part of all runs here
     */
    public record Limit(int runs, int percent) {
        public static final Limit DEFAULT = new Limit(20, 30);

        public Limit {
            if (runs < 1 || percent < 1 || percent > 100) {
                throw new IllegalArgumentException("no limit: " + runs + " runs, " + percent + " %");
            }
        }

        /** A person has seen the plan and agreed. */
        public static final Limit APPROVED = new Limit(Integer.MAX_VALUE, 100);

        boolean isExceeded(int expiring, int all, int rules) {
            return expiring > rules && (expiring > runs || 100L * expiring > (long) percent * all);
        }
    }
}
