package io.exportroutes.expiry;

import io.exportroutes.delivery.Archive;
import io.exportroutes.delivery.ObjectLock;
import io.exportroutes.delivery.StoredObject;
import io.exportroutes.delivery.StoredObject.Details;
import io.exportroutes.retention.Copy;
import io.exportroutes.retention.Plan;
import io.exportroutes.retention.Plan.Verdict;
import io.exportroutes.retention.Protection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a destination says of the objects that would expire: it is asked for these alone, as each is a call of its own. */
final class ExpiringObjects {
    private final Archive archive;
    private final Clock clock;
    private final Map<String, ObjectLock> locks = new HashMap<>();
    private @Nullable Duration ahead;
    private boolean versions;

    private ExpiringObjects(Archive archive, Clock clock) {
        this.archive = archive;
        this.clock = clock;
    }

    /**
     * Looks at what the plan lets expire, unless another doubt than their number keeps it anyway.
     *
     * @param now the time of the plan, which may be a supposed one
     * @throws io.exportroutes.failure.ExportFailure if the destination does not answer
     */
    static ExpiringObjects of(Archive archive, Plan plan, Instant now, Clock clock) {
        ExpiringObjects objects = new ExpiringObjects(archive, clock);
        if (!plan.isBlocked() || plan.needsPerson()) {
            for (Copy copy : Stream.of(Verdict.EXPIRE, Verdict.BLOCKED)
                    .flatMap(verdict -> plan.those(verdict).stream())
                    .toList()) {
                Optional<StoredObject> object = archive.head(copy.key());
                if (object.isPresent() && object.get().details().equals(Details.NONE)) {
                    break; // A destination of a kind that has nothing to say of any.
                }
                object.ifPresent(there -> objects.add(there, now));
            }
        }
        return objects;
    }

    private void add(StoredObject object, Instant now) {
        Instant theirs = object.details().clock();
        if (theirs != null) {
            ahead = Duration.between(clock.instant(), theirs);
        }
        versions = versions || object.details().version() != null;
        locks.put(object.key(), lock(archive, object, now));
    }

    /** Whoever may not know of a lock is not told of it with the object: what has versions may have locks, and is asked for them. */
    static ObjectLock lock(Archive archive, StoredObject object, Instant now) {
        ObjectLock said = object.details().lock();
        if (said != null && !said.isOpen(now)) {
            return said;
        }
        return object.details().version() == null ? ObjectLock.NONE : archive.lock(object.key());
    }

    /** Whether the destination keeps the former version of what is deleted, as far as was seen. */
    boolean haveVersions() {
        return versions;
    }

    /** The destination's clock at the time of the plan, or null: it has none, or was not asked. */
    @Nullable
    Instant clock(Instant now) {
        return ahead == null ? null : now.plus(ahead);
    }

    /** The copy with what the destination says of it. */
    Copy protect(Copy copy) {
        ObjectLock lock = locks.getOrDefault(copy.key(), ObjectLock.NONE);
        if (lock.legalHold()) {
            return copy.protectedBy(Protection.held("legal hold at the destination"));
        }
        return lock.until() == null ? copy : copy.protectedBy(Protection.lockedUntil(lock.until()));
    }
}
