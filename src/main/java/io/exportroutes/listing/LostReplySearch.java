package io.exportroutes.listing;

import io.exportroutes.api.Manifest;
import io.exportroutes.api.ManifestPage;
import io.exportroutes.api.UnreadableManifest;
import io.exportroutes.config.JobConfig;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.Run;
import io.exportroutes.run.RunServices;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Searches for the export that a run requested without getting an answer. An export of unclear ownership is not
 * adopted: a second export costs the API some work, but another job's export delivered as ours is a wrong backup.
 */
public final class LostReplySearch implements PageReader {
    private final RunServices services;
    private final Run run;
    private final JobConfig job;
    private final Map<String, Manifest> candidates = new LinkedHashMap<>();
    private final Map<String, UnreadableManifest> odd = new LinkedHashMap<>();

    /** @param run as the ledger has it now */
    public LostReplySearch(RunServices services, Run run, JobConfig job) {
        this.services = services;
        this.run = run;
        this.job = job;
    }

    @Override
    public void read(ManifestPage page) {
        page.manifests().stream()
                .filter(manifest -> ExportOwnership.mayBeOf(run, job, manifest) && unknown(manifest.id()))
                .forEach(manifest -> candidates.put(manifest.id(), manifest));
        page.odd().stream()
                .filter(one -> ExportOwnership.mayBeOf(run, job, one) && unknown(one.id()))
                .forEach(one -> odd.put(one.id(), one));
    }

    private boolean unknown(String exportId) {
        return ledger().exports().find(exportId).isEmpty();
    }

    /**
     * The run's export, or empty if no export matches, or several do, or another run may own it.
     *
     * @throws io.exportroutes.failure.TransientFailure if an unreadable entry may be it: a new request would make a second export
     */
    public Optional<Manifest> export() {
        if (candidates.isEmpty()) {
            odd.values().stream().findFirst().ifPresent(unreadable -> {
                throw unreadable.failure();
            });
        }
        if (ExportOwnership.namedByRun(run)) {
            // They are all its own, from one or several of its requests.
            return candidates.values().stream()
                    .max(Comparator.comparing(
                            manifest -> manifest.availability().createdAt(),
                            Comparator.nullsFirst(Comparator.naturalOrder())));
        }
        return doubt() == null ? candidates.values().stream().findFirst() : Optional.empty();
    }

    /** Why no export was adopted although some may be the run's, or null if none was in doubt. */
    @Nullable
    public String doubt() {
        if (candidates.isEmpty() || ExportOwnership.namedByRun(run)) {
            return null;
        }
        String names = names();
        int possible = candidates.size() + odd.size();
        if (possible > 1) {
            return "%d exports of the listing may be its own (%s), and nothing shows which one is"
                    .formatted(possible, names);
        }
        String others = rivals().map(Run::id).collect(Collectors.joining(", "));
        return others.isEmpty() ? null : "%s of the listing may be its own or that of %s".formatted(names, others);
    }

    private String names() {
        Stream<String> unreadable =
                odd.keySet().stream().map(id -> (id.isEmpty() ? "one without an id" : id) + " that cannot be read");
        return Stream.concat(candidates.keySet().stream(), unreadable).collect(Collectors.joining(", "));
    }

    /** The other runs that requested an export without an answer; settled ones may have left theirs behind. */
    private Stream<Run> rivals() {
        Instant asked = run.progress().request().requestedAt() == null
                ? run.origin().createdAt()
                : run.progress().request().requestedAt();
        List<Run> unanswered = ledger().runs()
                .unanswered(run.origin().project(), asked.minus(ExportOwnership.CLOCK_SKEW.multipliedBy(2)));
        return unanswered.stream()
                .filter(other -> !other.id().equals(run.id()))
                .filter(other -> candidates.values().stream()
                        .anyMatch(manifest -> ExportOwnership.mayBeOf(
                                other, services.config().jobs().get(other.worksAs()), manifest)));
    }

    private Ledger ledger() {
        return services.ledger();
    }
}
