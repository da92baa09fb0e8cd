package io.exportroutes.readback;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Which copies are to be read next: new ones first, then whatever is closest to being overdue. Nothing is left to chance, which would
 * leave a third of the copies unread after the time in which each should have been read once.
 */
public final class DueCopies {
    /** What could not be read is tried again after this time. */
    static final Duration AGAIN = Duration.ofHours(1);

    private static final int SPREAD = 16;
    private static final int HASHES = 256;
    /** A day until the next time at which may be read, one more where a large copy took what that day had, and a clock that is put back. */
    private static final Duration LATE = Duration.ofHours(49);

    private final ReadBackPolicy policy;
    private final Instant now;
    private final int limit;
    private final PriorityQueue<KnownCopy> least;
    private @Nullable Instant next;

    /** @param limit the most that are told */
    public DueCopies(ReadBackPolicy policy, Instant now, int limit) {
        this.policy = policy;
        this.now = now;
        this.limit = limit;
        this.least = new PriorityQueue<>(order().reversed());
    }

    /** Takes a copy into account; however many there are, no more than the limit are held. */
    public void look(KnownCopy copy) {
        Instant due = due(copy, policy);
        if (due.isAfter(now)) {
            next = next == null || due.isBefore(next) ? due : next;
            return;
        }
        least.add(copy);
        if (least.size() > limit) {
            least.poll();
        }
    }

    /** Those that are due now, the most urgent first. */
    public List<KnownCopy> first() {
        List<KnownCopy> first = new ArrayList<>(least);
        first.sort(order());
        return first;
    }

    /** When the next one of the others is due; null: there are no others. */
    public @Nullable Instant next() {
        return next;
    }

    private Comparator<KnownCopy> order() {
        return Comparator.comparing((KnownCopy copy) -> !isNew(copy))
                .thenComparing(copy -> copy.unseenSince())
                .thenComparing(KnownCopy::id);
    }

    private boolean isNew(KnownCopy copy) {
        return copy.read() == null
                && copy.last() == null
                && now.isBefore(copy.delivered().plus(policy.newest()));
    }

    /** When a copy may be read again: early enough that a night without reading, or a rush, makes none overdue. */
    static Instant due(KnownCopy copy, ReadBackPolicy policy) {
        KnownCopy.Look last = copy.last();
        Instant read = copy.read();
        Duration again = interval(copy, policy);
        if (last != null && copy.isSettled()) {
            return last.at().plus(again);
        }
        Instant due = read == null ? copy.delivered() : read.plus(again);
        if (last != null && last.isOutOfReach()) {
            Instant retry = last.at().plus(AGAIN);
            return retry.isAfter(due) ? retry : due;
        }
        return due;
    }

    /** How long after a reading it is due again; a part depends on its name alone, so that copies of one day spread out. */
    static Duration interval(KnownCopy copy, ReadBackPolicy policy) {
        Duration every = policy.every();
        Duration part = every.dividedBy(SPREAD);
        Duration third = every.dividedBy(3);
        Duration late = LATE.plus(part);
        Duration margin = late.compareTo(third) < 0 ? late : third;
        long of = (copy.id().hashCode() * 0x9E3779B9) >>> 24;
        return every.minus(margin).minus(part.multipliedBy(of).dividedBy(HASHES));
    }

    /** Whether nobody has seen it good within the time that its policy promises. What is known to be bad is told otherwise. */
    public static boolean isOverdue(KnownCopy copy, ReadBackPolicy policy, Instant now) {
        return !copy.isSettled() && copy.unseenSince().plus(policy.every()).isBefore(now);
    }
}
