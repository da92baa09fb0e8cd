package io.exportroutes.chain;

import io.exportroutes.archive.Archives;
import io.exportroutes.config.DestinationConfig;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.config.JobConfig;
import io.exportroutes.custody.ChainReport;
import io.exportroutes.custody.ChainVerifier;
import io.exportroutes.custody.Finding;
import io.exportroutes.custody.StoredEntry;
import io.exportroutes.delivery.Archive;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.ledger.Chains;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins the chain of a job in a ledger that does not know it: what destinations have of it goes on, and never a second chain under the
 * same numbers.
 */
public final class ChainOpening {
    private static final Logger LOG = LoggerFactory.getLogger(ChainOpening.class);

    private final ExportsConfig config;
    private final Chains chains;
    private final Archives archives;

    public ChainOpening(ExportsConfig config, Chains chains, Archives archives) {
        this.config = config;
        this.chains = chains;
        this.archives = archives;
    }

    /**
     * Makes sure that the chain of the job can be written, and that each destination of the job that stores and can be read gets it.
     *
     * @throws PermanentFailure {@code chain_disagrees} if what destinations have is damaged, or not the same
     * @throws TransientFailure {@code chain_unreadable} if none of them could be read
     */
    public void open(JobConfig job) {
        Set<String> storing = storing(job);
        if (!chains.isOpen(job.name())) {
            bring(job.name(), longest(job.name(), storing));
        }
        chains.places().add(job.name(), storing);
    }

    /**
     * Makes this ledger's chain the one that a destination has, for a person who found it to be right.
     *
     * @throws PermanentFailure {@code chain_disagrees} if that one is damaged
     */
    public void take(String job, String destination) {
        ChainReport report = report(job, destination);
        boolean none = report == null || report.size() == 0;
        if (report != null && !none) {
            checkIsWhole(job, destination, report);
        }
        chains.beginnings().forget(job);
        bring(job, none ? null : destination);
    }

    private static void checkIsWhole(String job, String destination, ChainReport report) {
        report.findings().stream().findFirst().ifPresent(wrong -> {
            throw disagrees(job, destination + ": " + wrong.file() + ": " + wrong.message());
        });
    }

    /** The destinations of the job that have its chain. */
    public Set<String> storing(JobConfig job) {
        return job.destinations().stream()
                .filter(name -> Optional.ofNullable(config.destinations().get(name))
                        .filter(destination -> destination.storesAll())
                        .isPresent())
                .filter(archives::canRead)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private @Nullable String longest(String job, Set<String> destinations) {
        Map<String, ChainReport> reports = new LinkedHashMap<>();
        List<TransientFailure> unreadable = new ArrayList<>();
        for (String destination : destinations) {
            try {
                ChainReport report = report(job, destination);
                if (report != null && report.size() > 0) {
                    checkIsWhole(job, destination, report);
                    reports.put(destination, report);
                }
            } catch (TransientFailure failure) {
                unreadable.add(failure);
            }
        }
        if (!unreadable.isEmpty()) {
            // One that is away costs the others nothing: it is compared when it is back, and nothing there is replaced.
            if (unreadable.size() == destinations.size()) {
                throw unreadable.get(0);
            }
            unreadable.forEach(failure -> LOG.warn(
                    "{}. The chain goes by the other destinations; it is compared with this one later",
                    failure.getMessage()));
        }
        return longest(job, reports);
    }

    private static @Nullable String longest(String job, Map<String, ChainReport> reports) {
        List<String> names = List.copyOf(reports.keySet());
        ChainReport.compare(names, List.copyOf(reports.values())).stream()
                .filter(finding -> finding.kind() == Finding.Kind.FORK)
                .findFirst()
                .ifPresent(fork -> {
                    throw disagrees(job, fork.message());
                });
        return reports.entrySet().stream()
                .max(Map.Entry.comparingByValue(Comparator.comparingInt(ChainReport::size)))
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    /** What is there; null where the first delivery is what makes the directory. */
    private @Nullable ChainReport report(String job, String destination) {
        try {
            Archive archive = archives.of(destination);
            return new ChainVerifier(SignerList.at(archive), List.of()) // whose keys these are, it cannot tell
                    .verify(job, new ArchiveChain(destination, archive, job), entry -> {});
        } catch (IOException e) {
            throw unreadable(job, destination, e);
        } catch (ExportFailure failure) {
            if (failure.is(FailureCode.DIRECTORY_MISSING) && isCreated(destination)) {
                return null;
            }
            throw unreadable(job, destination, failure);
        }
    }

    private boolean isCreated(String destination) {
        DestinationConfig known = config.destinations().get(destination);
        return known != null && "true".equals(known.properties().get("create"));
    }

    private void bring(String job, @Nullable String there) {
        if (there == null) {
            chains.beginnings().open(job, List.of());
            return;
        }
        List<StoredEntry> entries = new ArrayList<>();
        try (Stream<StoredEntry> all = new ArchiveChain(there, archives.of(there), job).entries()) {
            all.forEachOrdered(entries::add);
        } catch (ExportFailure failure) {
            throw unreadable(job, there, failure);
        }
        chains.beginnings().open(job, entries);
    }

    private static TransientFailure unreadable(String job, String destination, Exception cause) {
        return new TransientFailure(
                FailureCode.CHAIN_UNREADABLE,
                "It is not known which entries of the chain of custody %s are at %s: %s"
                        .formatted(job, destination, cause.getMessage()),
                "A new chain must not begin beside one that is there: let one of the job's destinations be read",
                cause);
    }

    private static PermanentFailure disagrees(String job, String how) {
        return new PermanentFailure(
                FailureCode.CHAIN_DISAGREES,
                "The chain of custody %s cannot be gone on with: %s".formatted(job, how),
                "Look at it: export-routes archive verify " + job
                        + "; then go on from the destination that is right: export-routes custody adopt " + job
                        + " --from DESTINATION --reason TEXT");
    }
}
