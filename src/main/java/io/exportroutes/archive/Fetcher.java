package io.exportroutes.archive;

import io.exportroutes.encryption.IdentityFile;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.value.Folders;
import io.exportroutes.value.OwnerOnly;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gets an artifact back into a file of this machine, from the first of its copies that is as it was delivered. */
public final class Fetcher {
    private final Archives archives;
    private final Watcher watcher;
    private final @Nullable IdentityFile identities;

    /** Who is told how it goes on. */
    public interface Watcher {
        /** A copy is being read, and so many of its bytes have come. */
        void read(ArchivedCopy copy, long bytes);

        /** A copy is of no use; the next one is tried. */
        void failed(ArchivedCopy copy, ExportFailure why);

        /** Nobody; where no copy is of use, the failure has all reasons. */
        Watcher NOBODY = new Watcher() {
            @Override
            public void read(ArchivedCopy copy, long bytes) {}

            @Override
            public void failed(ArchivedCopy copy, ExportFailure why) {}
        };
    }

    /** @param identities that open what is encrypted; null to get it as it is stored */
    public Fetcher(Archives archives, Watcher watcher, @Nullable IdentityFile identities) {
        this.archives = archives;
        this.watcher = watcher;
        this.identities = identities;
    }

    /** The name of the file that the copy becomes. */
    public String name(ArchivedCopy copy) {
        ArchivedCopy.Plain plain = copy.bytes().plain();
        return plain != null && identities != null ? plain.name() : copy.bytes().name();
    }

    /**
     * Writes the file. It appears under its name only when it is whole and on the disk.
     *
     * @param copies of one artifact, the most promising first
     * @param to the file that a copy becomes
     * @param replace whether a file that is there already may be replaced
     * @throws PermanentFailure {@code file_exists}; {@code no_good_copy} if none of the copies is good, or {@code no_identity_fits} if
     *     that is what is wrong with each
     */
    public Fetched fetch(List<ArchivedCopy> copies, Function<ArchivedCopy, Path> to, boolean replace)
            throws IOException {
        List<ExportFailure> failures = new ArrayList<>();
        for (ArchivedCopy copy : copies) {
            Path target = to.apply(copy);
            if (!replace && Files.exists(target)) {
                throw exists(target, null);
            }
            try {
                return fetch(copy, target, replace);
            } catch (ExportFailure failure) {
                if (failure.is(FailureCode.FILE_EXISTS)) {
                    throw failure;
                }
                watcher.failed(copy, failure);
                failures.add(failure);
            }
        }
        throw none(copies, failures);
    }

    private static ExportFailure none(List<ArchivedCopy> copies, List<ExportFailure> failures) {
        if (failures.stream().allMatch(failure -> failure.is(FailureCode.NO_IDENTITY_FITS))) {
            return failures.get(0);
        }
        List<String> reasons = new ArrayList<>();
        for (int at = 0; at < failures.size(); at++) {
            reasons.add(copies.get(at).destination() + ": " + failures.get(at).getMessage());
        }
        return new PermanentFailure(
                FailureCode.NO_GOOD_COPY,
                "No copy of this artifact could be read as it was delivered. " + String.join("; ", reasons),
                "See which other copies there are: export-routes archive list");
    }

    private Fetched fetch(ArchivedCopy copy, Path target, boolean replace) throws IOException {
        Path part = part(target);
        Path opened = part(target);
        try {
            read(copy, part);
            ArchivedCopy.Plain plain = copy.bytes().plain();
            IdentityFile opener = plain == null ? null : identities;
            if (opener != null) {
                Decryption.decrypt(copy, opener, part, opened);
            }
            publish(opener != null ? opened : part, target, replace);
            Folders.force(target.toAbsolutePath().getParent());
            return new Fetched(copy, target, opener != null);
        } finally {
            Files.deleteIfExists(part);
            Files.deleteIfExists(opened);
        }
    }

    private static Path part(Path target) {
        return target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
    }

    private void read(ArchivedCopy copy, Path part) throws IOException {
        try (FileChannel file = OwnerOnly.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(file)) {
            CopyReading.read(archives.of(copy.destination()), copy, out, bytes -> watcher.read(copy, bytes));
            file.force(true);
        }
    }

    private static void publish(Path part, Path target, boolean replace) throws IOException {
        if (replace) {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        try {
            Files.move(part, target); // fails where something came meanwhile
        } catch (FileAlreadyExistsException e) {
            throw exists(target, e);
        }
    }

    private static PermanentFailure exists(Path target, @Nullable Exception cause) {
        return new PermanentFailure(
                FailureCode.FILE_EXISTS,
                target + " is there already; it was left as it is",
                "Name another place with --to, or replace it with --force",
                cause);
    }
}
