package io.exportroutes.drill;

import io.exportroutes.api.Manifest;
import io.exportroutes.archive.ArchivedCopy;
import io.exportroutes.archive.CopyCheck.Seen;
import io.exportroutes.archive.Decryption;
import io.exportroutes.drill.CopyReader.Rehearsal;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.ledger.ExportEntry;
import io.exportroutes.ledger.Ledger;
import io.exportroutes.readback.Level;
import io.exportroutes.readback.ReadBackPolicy.Depth;
import io.exportroutes.readback.Result;
import io.exportroutes.spool.verify.ArtifactFacts;
import io.exportroutes.spool.verify.Findings;
import io.exportroutes.spool.verify.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a copy whose bytes are as they were delivered opens: decrypts where it is encrypted, is a whole document, can be restored. */
final class CopyOpener {
    private final Ledger ledger;
    private final @Nullable Rehearsal rehearsal;

    /** @param rehearsal what {@link Level#RESTORES} asks for; null: there is none */
    CopyOpener(Ledger ledger, @Nullable Rehearsal rehearsal) {
        this.ledger = ledger;
        this.rehearsal = rehearsal;
    }

    /** @param file the copy's bytes; what is inside an encrypted one lies beside it for a while */
    Seen open(Seen seen, ArchivedCopy copy, Depth depth, Path file) throws IOException {
        Optional<ExportEntry> export = ledger.exports().find(copy.exportId());
        if (export.isEmpty()) {
            return closed(seen, "it is of an unknown kind");
        }
        ArtifactFacts facts = facts(export.get().manifest());
        return Decryption.isEncrypted(file)
                ? decrypted(seen, copy, depth, file, facts)
                : verified(seen, copy, depth.level(), file, facts);
    }

    private static Seen closed(Seen seen, String why) {
        return seen.at(Level.CONTENT, seen.result(), "it was not opened: " + why);
    }

    private Seen decrypted(Seen seen, ArchivedCopy copy, Depth depth, Path file, ArtifactFacts facts)
            throws IOException {
        Path identities = depth.identityFile();
        if (identities == null) {
            return closed(seen, "it is encrypted, and there is no identity-file to decrypt it by");
        }
        Path inside = file.resolveSibling(file.getFileName() + "-inside");
        try {
            ArchivedCopy.Bytes bytes = Decryption.decrypt(copy, identities, file, inside);
            ArchivedCopy opened = new ArchivedCopy(copy.destination(), copy.key(), copy.subject(), bytes);
            return verified(seen, opened, depth.level(), inside, facts);
        } catch (ExportFailure failure) {
            if (failure.is(FailureCode.NO_IDENTITY_FITS) || failure.is(FailureCode.NOT_DECRYPTED)) {
                return seen.at(Level.CONTENT, Result.UNDECRYPTABLE, failure.getMessage());
            }
            if (failure.is(FailureCode.IDENTITY_UNREADABLE)) {
                return closed(seen, String.valueOf(failure.getMessage()));
            }
            throw failure;
        } finally {
            Files.deleteIfExists(inside);
        }
    }

    private Seen verified(Seen seen, ArchivedCopy copy, Level level, Path file, ArtifactFacts facts)
            throws IOException {
        try {
            Verifier.verify(file, facts, Findings.NOTHING, () -> {});
        } catch (ExportFailure failure) {
            if (failure.is(FailureCode.INTERRUPTED)) {
                throw failure;
            }
            return seen.at(Level.OPENS, Result.UNREADABLE, failure.getMessage());
        }
        return level == Level.OPENS ? seen.at(Level.OPENS, seen.result(), seen.why()) : restored(seen, copy, file);
    }

    private Seen restored(Seen seen, ArchivedCopy copy, Path file) {
        if (rehearsal == null) {
            return seen.at(Level.OPENS, seen.result(), "there is no route direct:restore-drill here that restores it");
        }
        try {
            rehearsal.restore(file, copy);
            return seen.at(Level.RESTORES, seen.result(), seen.why());
        } catch (ExportFailure failure) {
            return seen.at(Level.RESTORES, Result.UNREADABLE, failure.getMessage());
        }
    }

    private static ArtifactFacts facts(Manifest manifest) {
        return new ArtifactFacts(
                manifest.scope().format(),
                manifest.artifact().contentType(),
                manifest.artifact().downloadName(),
                manifest.artifact().sizeBytes());
    }
}
