package io.exportroutes.archive;

import io.exportroutes.config.DestinationConfig;
import io.exportroutes.config.ExportsConfig;
import io.exportroutes.encryption.RecipientSet;
import io.exportroutes.ledger.Copies;
import io.exportroutes.ledger.CopyEntry;
import io.exportroutes.ledger.CopyFilter;
import io.exportroutes.value.SafeName;
import io.exportroutes.value.Verified;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The copies that the ledger knows: those that a storing destination confirmed. */
public final class LedgerCopies implements CopySource {
    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

    private final ExportsConfig config;
    private final Copies copies;
    private final @Nullable String destination;

    /** @param destination the only one whose copies count, or null */
    public LedgerCopies(ExportsConfig config, Copies copies, @Nullable String destination) {
        this.config = config;
        this.copies = copies;
        this.destination = destination;
    }

    /** A word is the name of a run before it is that of an export, of a job, or a key: of whatever the ledger has first. */
    @Override
    public List<ArchivedCopy> find(CopyChoice choice, int limit) {
        String word = choice.word();
        @Nullable
        Instant before = choice.window() == null ? null : choice.window().until();
        Stream<CopyFilter> filters = word == null
                ? Stream.of(CopyFilter.ALL)
                : Stream.<Function<String, CopyFilter>>of(
                                CopyFilter::ofRun, CopyFilter::ofExport, CopyFilter::ofJob, CopyFilter::ofKey)
                        .map(filter -> filter.apply(word));
        return filters.map(filter -> find(filter, choice, before, limit))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    @Override
    public List<String> ended(CopyChoice choice) {
        CopyChoice.Window window = choice.window();
        return choice.word() == null
                ? List.of()
                : copies
                        .losses()
                        .ended(
                                choice.word(),
                                destination,
                                window == null ? Instant.EPOCH : window.from(),
                                window == null ? END_OF_TIME : window.until())
                        .stream()
                        .map(ended -> "%s@%s %s on %s (%s)"
                                .formatted(
                                        ended.exportId(),
                                        ended.destination(),
                                        ended.lost() ? "was given up" : "expired",
                                        LocalDate.ofInstant(ended.at(), ZoneOffset.UTC),
                                        ended.reason()))
                        .toList();
    }

    private List<ArchivedCopy> find(CopyFilter filter, CopyChoice choice, @Nullable Instant before, int limit) {
        return copies.newest(filter.at(destination), before, limit).stream()
                .filter(this::isStored)
                .map(LedgerCopies::copy)
                .filter(choice::has)
                .toList();
    }

    /** A mail without the artifact is a notice; a destination that exports.yaml no longer has is believed to store. */
    private boolean isStored(CopyEntry entry) {
        DestinationConfig place = config.destinations().get(entry.plan().destination());
        return place == null || place.stores(entry.stored().size());
    }

    private static ArchivedCopy copy(CopyEntry entry) {
        String exportId = entry.plan().exportId();
        return new ArchivedCopy(
                entry.plan().destination(),
                entry.plan().key(),
                new ArchivedCopy.Subject(
                        entry.subject().job(),
                        entry.subject().project(),
                        entry.plan().runId(),
                        exportId,
                        entry.subject().scheduledFor()),
                bytes(SafeName.of(Objects.requireNonNullElse(entry.subject().name(), exportId)), entry.stored()));
    }

    private static ArchivedCopy.Bytes bytes(String name, CopyEntry.Stored stored) {
        Verified plain = stored.plain();
        return plain == null
                ? new ArchivedCopy.Bytes(name, stored.size(), stored.sha256())
                : new ArchivedCopy.Bytes(
                        name + RecipientSet.SUFFIX,
                        stored.size(),
                        stored.sha256(),
                        new ArchivedCopy.Plain(name, known(plain, stored)));
    }

    /** A ledger that was rebuilt from sidecars without it has the stored bytes in its place, which are never those inside. */
    private static @Nullable String known(Verified plain, CopyEntry.Stored stored) {
        return plain.sha256().equals(stored.sha256()) ? null : plain.sha256();
    }
}
