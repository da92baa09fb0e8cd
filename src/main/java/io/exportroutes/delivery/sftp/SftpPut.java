package io.exportroutes.delivery.sftp;

import io.exportroutes.delivery.ArtifactStore.Stored;
import io.exportroutes.delivery.Content;
import io.exportroutes.delivery.TempFiles;
import io.exportroutes.delivery.TrackedStream;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.ledger.Confirmation;
import io.exportroutes.value.Verified;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One content on its way to its place at the server, in steps: {@link #begin}, {@link #send}, {@link #confirm}, {@link #askForName},
 * {@link #stored}. Each step waits for the answers to the one before and only sends its own requests, so that the steps of several
 * contents can go over one connection together.
 */
final class SftpPut {
    /** The rate in bytes at which a usual server hashes; a file that would take longer than response-timeout is not hashed. */
    private static final long HASHED_PER_SECOND = 20_000_000;

    private final SftpConnection link;
    private final Content content;
    private final String location;
    private final String target;
    private final String folder;
    private final String part;
    private final List<String> leftovers;
    private final List<SftpReply> removals = new ArrayList<>();
    private @Nullable SftpUpload upload;
    private @Nullable TrackedStream source;
    private @Nullable SftpReply replacement;
    private @Nullable Stored stored;

    /**
     * @param target path of the artifact at the server
     * @param location the same for messages
     */
    SftpPut(SftpConnection link, Content content, String target, String location) {
        this.link = link;
        this.content = content;
        this.location = location;
        this.target = target;
        folder = target.substring(0, target.lastIndexOf('/') + 1);
        String name = target.substring(folder.length());
        part = folder + TempFiles.name(name, content);
        leftovers = TempFiles.leftovers(name, content);
    }

    void begin() throws IOException {
        for (String leftover : leftovers) {
            removals.add(link.askToRemove(folder + leftover));
        }
        upload = new SftpUpload(link, part);
    }

    void send(TrackedStream bytes) throws IOException {
        source = bytes;
        for (SftpReply removal : removals) {
            link.awaitRemoval(removal);
        }
        long longestHashed = HASHED_PER_SECOND * link.sftp().limit().toSeconds();
        begun().send(bytes, content.size().orElse(-1), longestHashed);
    }

    /** @throws TransientFailure if the server has other bytes */
    void confirm() throws IOException {
        if (source == null) {
            throw new IllegalStateException("Nothing was sent to " + location);
        }
        Verified expected = source.awaitVerified();
        SftpUpload.Written written = begun().written();
        if (written.size() == null || written.size() != expected.size()) {
            throw new TransientFailure(
                    FailureCode.COPY_DIFFERS,
                    "%s has %s bytes at the server, the artifact has %d"
                            .formatted(location, written.size(), expected.size()),
                    "It is written again; if it keeps failing, check the server for a full disk or a quota");
        }
        Confirmation confirmation = hasDigest(written, expected) ? Confirmation.CHECKSUM : Confirmation.SIZE;
        stored = new Stored(location, expected.size(), confirmation);
    }

    /** Whether the server says that it has these bytes; false if it says nothing of them. */
    private boolean hasDigest(SftpUpload.Written written, Verified expected) throws IOException {
        String sha256 = written.sha256();
        if (sha256 != null && !sha256.equals(expected.sha256())) {
            sha256 = link.sha256(part, expected.size()); // it may have read too early; now the file is closed
        }
        if (sha256 != null && !sha256.equals(expected.sha256())) {
            throw new TransientFailure(
                    FailureCode.COPY_DIFFERS,
                    "%s has SHA-256 %s at the server, the artifact has %s"
                            .formatted(location, sha256, expected.sha256()),
                    "It is written again; if it keeps failing, check the server for failing memory or disks");
        }
        return sha256 != null;
    }

    void askForName() throws IOException {
        if (link.replacesInOneStep()) {
            replacement = link.askToReplace(part, target);
        } else {
            link.rename(part, target);
        }
    }

    Stored stored() throws IOException {
        if (replacement != null) {
            link.sftp().awaitOk(replacement);
        }
        for (String leftover : leftovers) {
            link.removeAside(folder + leftover);
        }
        if (stored == null) {
            throw new IllegalStateException(location + " was not confirmed");
        }
        return stored;
    }

    /** The content's own failure, or null. */
    @Nullable
    IOException failureOfSource() {
        return source == null ? null : source.failure();
    }

    /**
     * After a failure of any step, which is the one that is reported: most of a large artifact would fill the disk on which others
     * wait for room. A server that did not answer is not asked again.
     *
     * @return whether the server answered
     */
    boolean clearAfter(Exception failure) {
        if (!link.isOpen() || SftpFailures.isOverdue(failure)) {
            return true;
        }
        try {
            if (upload != null) {
                upload.abandon();
            }
            link.remove(part);
            return true;
        } catch (IOException e) {
            failure.addSuppressed(e);
            return e instanceof SftpRefusal;
        }
    }

    private SftpUpload begun() {
        if (upload == null) {
            throw new IllegalStateException(location + " was not begun");
        }
        return upload;
    }
}
