package io.exportroutes.drill;

import io.exportroutes.archive.ArchivedCopy;
import io.exportroutes.archive.Archives;
import io.exportroutes.archive.CopyCheck.Seen;
import io.exportroutes.archive.Fetched;
import io.exportroutes.archive.Fetcher;
import io.exportroutes.archive.SidecarReader;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.ledger.Receipt;
import io.exportroutes.ledger.Repair;
import io.exportroutes.ledger.Repairs;
import io.exportroutes.readback.Level;
import io.exportroutes.readback.ReadBackPolicy.Depth;
import io.exportroutes.readback.Result;
import io.exportroutes.value.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes a bad copy anew from a good one, under a key of its own: what was found bad is evidence, and stays. The new key is in the
 * ledger before anything is written, so that whoever goes on after a crash writes under the same one.
 */
public final class CopyRepair {
    private static final Pattern REPAIRED = Pattern.compile("\\.repaired-(\\d{1,6})(?=\\.|$)");

    private final Archives archives;
    private final Sink sink;
    private final Repairs repairs;
    private final CopyReader reader;
    private final Path folder;

    /** Writes to a destination by its sink, as a delivery does. */
    public interface Sink {
        /** Writes the artifact under the copy's key; returns what the destination confirmed. */
        Receipt artifact(ArchivedCopy copy, Path file);

        /** Writes the sidecar beside it. */
        void sidecar(ArchivedCopy copy, byte[] bytes);
    }

    /** @param folder for the artifact on its way; removed afterwards */
    public CopyRepair(Archives archives, Sink sink, Ledger ledger, CopyReader reader, Path folder) {
        this.archives = archives;
        this.sink = sink;
        this.repairs = ledger.deliveries().copies().repairs();
        this.reader = reader;
        this.folder = folder;
    }

    /**
     * A copy that was written anew.
     *
     * @param from whose bytes it has
     * @param seen the new one, read back whole
     */
    public record Repaired(ArchivedCopy copy, ArchivedCopy from, Seen seen) {}

    /**
     * Repairs one copy.
     *
     * @param bad known to be bad, or found to be so now
     * @param others of the same artifact, which can be read, the most promising first
     * @throws PermanentFailure {@code copy_not_bad}; {@code no_good_copy} if none of the others is good
     */
    public Repaired repair(ArchivedCopy bad, List<ArchivedCopy> others, String by, Fetcher.Watcher watcher)
            throws IOException {
        Optional<Repair> open = repairs.open(bad.exportId(), bad.destination());
        if (open.isEmpty()) {
            checkIsBad(bad, watcher);
        }
        OwnerOnly.directory(folder);
        Path file = folder.resolve("repair-" + UUID.randomUUID());
        try {
            Fetched fetched = new Fetcher(archives, watcher, null).fetch(same(bad, others), copy -> file, false);
            byte[] sidecar = sidecar(fetched.copy(), others, bad);
            Repair repair = open.isPresent() ? open.get() : repairs.begin(planned(bad, by));
            ArchivedCopy fresh =
                    new ArchivedCopy(bad.destination(), repair.keys().fresh(), bad.subject(), bad.bytes());
            Receipt receipt = sink.artifact(fresh, file);
            sink.sidecar(fresh, sidecar);
            String location = receipt.location();
            repairs.finish(repair, location == null ? fresh.id() : location, receipt.confirmation());
            return new Repaired(fresh, fetched.copy(), reader.read(fresh, Depth.of(Level.CONTENT), bytes -> {}));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Those of the same bytes: the artifact may be encrypted elsewhere, or for others. */
    private static List<ArchivedCopy> same(ArchivedCopy bad, List<ArchivedCopy> others) {
        return others.stream()
                .filter(copy -> copy.bytes().sha256().equals(bad.bytes().sha256()))
                .toList();
    }

    private void checkIsBad(ArchivedCopy copy, Fetcher.Watcher watcher) throws IOException {
        Seen seen = reader.read(copy, Depth.of(Level.CONTENT), bytes -> watcher.read(copy, bytes));
        if (!seen.result().isBad() && seen.result() != Result.NO_SIDECAR) {
            throw new PermanentFailure(
                    FailureCode.COPY_NOT_BAD,
                    "The copy %s was not repaired: it is %s"
                            .formatted(
                                    copy.id(),
                                    seen.result() == Result.OK
                                            ? "as it was delivered"
                                            : seen.result().word() + ", which is nothing against it (" + seen.why()
                                                    + ")"),
                    "Nothing was written; read it back once it can be read");
        }
    }

    private Repair planned(ArchivedCopy bad, String by) {
        int number = number(bad.key()) + 1;
        while (archives.of(bad.destination()).head(key(bad.key(), number)).isPresent()) {
            number++;
        }
        return new Repair(
                bad.exportId(), bad.destination(), new Repair.Keys(bad.key(), key(bad.key(), number)), by, null);
    }

    private static int number(String key) {
        Matcher repaired = REPAIRED.matcher(key);
        return repaired.find() ? Integer.parseInt(repaired.group(1)) : 0;
    }

    /** The name with a number before its ending: {@code crm.repaired-1.zip}. */
    static String key(String key, int number) {
        String first = REPAIRED.matcher(key).replaceFirst("");
        int dot = first.lastIndexOf('.');
        boolean hasEnding = dot > first.lastIndexOf('/') + 1;
        String suffix = ".repaired-" + number;
        return hasEnding ? first.substring(0, dot) + suffix + first.substring(dot) : first + suffix;
    }

    /** It has the same bytes beside each copy. */
    private byte[] sidecar(ArchivedCopy source, List<ArchivedCopy> others, ArchivedCopy bad) throws IOException {
        List<ArchivedCopy> all = new ArrayList<>(List.of(source));
        all.addAll(same(bad, others));
        all.add(bad);
        @Nullable ExportFailure why = null;
        for (ArchivedCopy copy : all) {
            try {
                return SidecarReader.bytes(archives.of(copy.destination()), copy);
            } catch (ExportFailure failure) {
                why = failure;
            }
        }
        throw new PermanentFailure(
                FailureCode.NO_GOOD_COPY,
                "No copy of " + bad.exportId() + " has its sidecar beside it",
                "See which other copies there are: export-routes archive list",
                why);
    }
}
