package io.exportroutes.expiry;

import io.exportroutes.archive.Archives;
import io.exportroutes.archive.Inventory;
import io.exportroutes.config.DestinationConfig;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.JobConfig;
import io.exportroutes.ledger.Copies;
import io.exportroutes.ledger.CopyEntry;
import io.exportroutes.ledger.CopyFilter;
import io.exportroutes.ledger.CopyPlace;
import io.exportroutes.ledger.ReadBack;
import io.exportroutes.readback.DueCopies;
import io.exportroutes.readback.ReadBackPolicy;
import io.exportroutes.readback.Result;
import io.exportroutes.retention.Copy;
import io.exportroutes.retention.Facts;
import io.exportroutes.retention.Facts.ForeignObject;
import io.exportroutes.retention.Facts.Limit;
import io.exportroutes.retention.Facts.Listing;
import io.exportroutes.retention.Facts.Twin;
import io.exportroutes.retention.Plan;
import io.exportroutes.retention.Protection;
import io.exportroutes.retention.Retention;
import io.exportroutes.retention.RetentionPolicy;
import io.exportroutes.retention.Standing;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the plans of retention: the ledger says what should be at a destination, its listing what is. */
public final class RetentionPlans {
    private final ExportsConfig config;
    private final Copies copies;
    private final Archives archives;
    private final Clock clock;
    /** By destination: one listing serves all jobs that store there. */
    private final Map<String, Inventory> inventories = new HashMap<>();

    /** For plans of one moment: each destination is listed once. */
    public RetentionPlans(ExportsConfig config, Copies copies, Archives archives, Clock clock) {
        this.config = config;
        this.copies = copies;
        this.archives = archives;
        this.clock = clock;
    }

    /** Where a policy lets copies of these jobs expire, in the order of exports.yaml. */
    public List<CopyPlace> places(Iterable<JobConfig> jobs, @Nullable String destination) {
        List<CopyPlace> places = new ArrayList<>();
        for (JobConfig job : jobs) {
            for (String name : job.destinations()) {
                boolean asked = destination == null || destination.equals(name);
                if (asked && config.expires(job.name(), name)) {
                    places.add(new CopyPlace(job.name(), name));
                }
            }
        }
        return places;
    }

    /**
     * The plan for one place.
     *
     * @param now the moment of the plan; it may be one to come, to see what will be
     * @param agreed whether a person agrees to whatever number of runs
     * @throws io.exportroutes.failure.ExportFailure if the destination cannot be listed to its end: then nothing expires there
     */
    public PlacePlan plan(CopyPlace place, Instant now, boolean agreed) {
        Inventory inventory = inventories.computeIfAbsent(place.destination(), this::inventory);
        List<CopyEntry> newestFirst =
                copies.newest(CopyFilter.ofJob(place.job()).at(place.destination()), null, Integer.MAX_VALUE);
        Map<String, CopyEntry> entries = new LinkedHashMap<>();
        newestFirst.forEach(entry -> entries.putIfAbsent(entry.plan().key(), entry));
        Map<String, ReadBack> seen = copies.readBacks()
                .latest(newestFirst.stream()
                        .map(entry -> entry.plan().exportId())
                        .distinct()
                        .toList());
        // All of them: that two have the same key is a doubt.
        List<Copy> judged =
                newestFirst.stream().map(entry -> copy(entry, inventory, seen)).toList();
        RetentionPolicy policy = config.retention(place.job(), place.destination());
        JobConfig job = config.job(place.job());
        ZoneId zone = job.timing().zone();
        Facts facts = facts(job, now, newestFirst, place, agreed ? Limit.APPROVED : policy.limit());
        Plan first = Retention.plan(judged, policy, zone, now, facts);
        ExpiringObjects objects = ExpiringObjects.of(archives.of(place.destination()), first, now, clock);
        Facts all = facts.with(new Facts.Clock(facts.clock().newestKnown(), objects.clock(now)));
        Plan plan = Retention.plan(judged.stream().map(objects::protect).toList(), policy, zone, now, all);
        return new PlacePlan(place, policy, plan, entries, objects.haveVersions());
    }

    /** What another process let expire while this one was listing is not missing. */
    private Inventory inventory(String destination) {
        Inventory listed = Inventory.take(destination, archives.of(destination), copies.keysEver(destination));
        return listed.missing().isEmpty() ? listed : listed.ofThose(copies.keysEver(destination));
    }

    private static Copy copy(CopyEntry entry, Inventory inventory, Map<String, ReadBack> seen) {
        String hold = entry.hold();
        return new Copy(
                entry.plan().key(),
                new Copy.Run(entry.plan().runId(), entry.subject().scheduledFor()),
                entry.stored().size(),
                standing(entry, inventory, seen.get(entry.id())),
                hold == null ? Protection.NONE : Protection.held(hold));
    }

    private static Standing standing(CopyEntry entry, Inventory inventory, @Nullable ReadBack seen) {
        String key = entry.plan().key();
        if (inventory.missing().contains(key) || inventory.resized().contains(key)) {
            return Standing.BAD;
        }
        return standing(entry, seen);
    }

    /** What could not be read is a doubt; bytes that were read are a better confirmation than any other. */
    private static Standing standing(CopyEntry entry, @Nullable ReadBack seen) {
        if (seen != null && !seen.result().isGood()) {
            return seen.result() == Result.COLD ? Standing.COLD : Standing.BAD;
        }
        boolean read = seen != null && seen.level().readsBytes();
        return read || entry.receipt().confirmation() != null ? Standing.GOOD : Standing.UNCONFIRMED;
    }

    private Facts facts(JobConfig job, Instant now, List<CopyEntry> newestFirst, CopyPlace place, Limit limit) {
        Inventory inventory = Objects.requireNonNull(inventories.get(place.destination()));
        Set<String> missing = new TreeSet<>(inventory.missing());
        missing.addAll(inventory.resized());
        List<ForeignObject> foreign = inventory.foreign().stream()
                .map(object -> new ForeignObject(object.key(), object.size()))
                .toList();
        Instant newestKnown = newestFirst.stream()
                .map(entry -> entry.receipt().deliveredAt())
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .orElse(null);
        return new Facts(
                new Listing(true, missing, foreign),
                new Facts.Clock(newestKnown, null),
                newestFirst.isEmpty() ? null : newestFirst.get(0).subject().scheduledFor(),
                twins(job, place.destination(), now),
                limit);
    }

    /** Where else the job stores: what is uncertain there is not to be the reason for one copy less here. */
    private List<Twin> twins(JobConfig job, String here, Instant now) {
        return job.destinations().stream()
                .filter(other -> !other.equals(here))
                .map(config.destinations()::get)
                .filter(Objects::nonNull)
                .filter(DestinationConfig::storesAll)
                .map(other -> twin(job.name(), other.name(), now))
                .collect(Collectors.toList());
    }

    private Twin twin(String job, String destination, Instant now) {
        List<CopyEntry> newest = copies.newest(CopyFilter.ofJob(job).at(destination), null, 1);
        if (newest.isEmpty()) {
            return new Twin(destination, Twin.State.NONE);
        }
        CopyEntry entry = newest.get(0);
        String exportId = entry.plan().exportId();
        Standing standing =
                standing(entry, copies.readBacks().latest(List.of(exportId)).get(entry.id()));
        Twin.State state =
                switch (standing) {
                    case GOOD ->
                        isOverdue(exportId, destination, now) ? Twin.State.READ_BACK_OVERDUE : Twin.State.TRUSTED;
                    case UNCONFIRMED -> Twin.State.UNCONFIRMED;
                    case COLD, BAD -> Twin.State.NOT_GOOD;
                };
        return new Twin(destination, state);
    }

    private boolean isOverdue(String exportId, String destination, Instant now) {
        ReadBackPolicy policy = config.readBacks().get(destination);
        return policy != null
                && copies.readBacks()
                        .known(exportId, destination, policy.level())
                        .filter(copy -> DueCopies.isOverdue(copy, policy, now))
                        .isPresent();
    }
}
