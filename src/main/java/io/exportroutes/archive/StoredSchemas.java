package io.exportroutes.archive;

import io.exportroutes.drift.ComparedExports;
import io.exportroutes.drift.Drift;
import io.exportroutes.drift.DriftText;
import io.exportroutes.drift.SchemaExport;
import io.exportroutes.drift.Severity;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.SchemaDrift;
import io.exportroutes.value.Sha256;
import io.exportroutes.value.Sizes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares schema exports where they are stored. Each is read from the first of its copies that is as it was delivered. */
public final class StoredSchemas {
    /** Beside the artifact, as its sidecar is. */
    public static final String JSON = ".drift.json";

    /** The same for people. */
    public static final String MARKDOWN = ".drift.md";

    private final Fetcher fetcher;
    private final long largest;

    /** @param largest bytes of an export that is compared: comparing takes 25 times as much memory */
    public StoredSchemas(Fetcher fetcher, long largest) {
        this.fetcher = fetcher;
        this.largest = Math.min(largest, SchemaExport.LIMIT);
    }

    /**
     * What changed from the one to the other.
     *
     * @param exports which they were; null if they came from elsewhere
     */
    public record Compared(Drift drift, @Nullable ComparedExports exports) {
        /** As the ledger keeps it. */
        public SchemaDrift.Found found() {
            return new SchemaDrift.Found(
                    drift.count(Severity.LOSS),
                    drift.count(Severity.CHANGE),
                    drift.count(Severity.ADDITION),
                    drift.isEmpty() ? null : DriftText.summary(drift),
                    drift.has(Severity.LOSS) ? Sha256.hex(DriftText.all(drift, Severity.LOSS)) : null);
        }
    }

    /**
     * Compares two exports.
     *
     * @param before the copies of the older one
     * @throws PermanentFailure {@code no_good_copy}; {@code schema_too_large} before anything is read; {@code schema_unreadable}
     */
    public Compared compare(List<ArchivedCopy> before, List<ArchivedCopy> after) throws IOException {
        checkSize(before.get(0));
        checkSize(after.get(0));
        return new Compared(
                Drift.between(read(before), read(after)),
                new ComparedExports(export(before.get(0)), export(after.get(0))));
    }

    private void checkSize(ArchivedCopy copy) {
        if (copy.bytes().size() > largest) {
            throw new PermanentFailure(
                    FailureCode.SCHEMA_TOO_LARGE,
                    "The export %s has %s and is not compared: at most %s are"
                            .formatted(copy.exportId(), Sizes.print(copy.bytes().size()), Sizes.print(largest)),
                    "Fetch both and compare them on a machine with more memory: export-routes drift --files");
        }
    }

    private SchemaExport read(List<ArchivedCopy> copies) throws IOException {
        Path folder = Files.createTempDirectory("export-routes");
        Path file = folder.resolve("schema");
        try {
            fetcher.fetch(readable(copies), copy -> file, false);
            try (InputStream in = Files.newInputStream(file)) {
                return SchemaExport.read(in);
            }
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        }
    }

    /** Those that are not encrypted: no service has an identity. */
    private static List<ArchivedCopy> readable(List<ArchivedCopy> copies) {
        List<ArchivedCopy> plain =
                copies.stream().filter(copy -> copy.bytes().plain() == null).toList();
        if (plain.isEmpty()) {
            throw new PermanentFailure(
                    FailureCode.SCHEMA_UNREADABLE,
                    "Each copy of the export %s is encrypted, so that it is not compared"
                            .formatted(copies.get(0).exportId()),
                    "Fetch both with --identity and compare them: export-routes drift --files");
        }
        return plain;
    }

    private static ComparedExports.Export export(ArchivedCopy copy) {
        ArchivedCopy.Subject subject = copy.subject();
        return new ComparedExports.Export(
                subject.job(),
                subject.exportId(),
                subject.scheduledFor(),
                copy.bytes().sha256());
    }
}
