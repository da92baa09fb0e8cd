package io.exportroutes.delivery.sftp;

import io.exportroutes.delivery.ArtifactStore;
import io.exportroutes.delivery.BaseDirectory;
import io.exportroutes.delivery.Content;
import io.exportroutes.delivery.KeyCheck;
import io.exportroutes.delivery.KeyLocks;
import io.exportroutes.delivery.TempFiles;
import io.exportroutes.delivery.TrackedStream;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.TransientFailure;
import io.exportroutes.ledger.Confirmation;
import io.exportroutes.value.Verified;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A directory on an SSH server whose key is known. An artifact is written to a temporary file beside its place (see {@link
 * TempFiles}), its size compared and, where the server works it out, its SHA-256, and then renamed: in one step where the server
 * offers posix-rename@openssh.com, otherwise the old file steps aside first.
 */
public final class SftpStore implements ArtifactStore {
    /** The rate in bytes at which a usual server hashes; a file that would take longer than response-timeout is not hashed. */
    private static final long HASHED_PER_SECOND = 20_000_000;

    /** How long a check of the base directory on a connection stays valid for the next file. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final SftpOptions options = new SftpOptions();
    private final SftpConnections links = new SftpConnections(options);
    private final BaseDirectory base = new BaseDirectory(Clock.systemUTC());
    private volatile boolean marked;
    private final KeyLocks claims = new KeyLocks();

    /** To be set before the first use. */
    public SftpOptions getOptions() {
        return options;
    }

    @Override
    public Stored put(String key, Content content) throws IOException {
        KeyCheck.parts(key);
        try (KeyLocks.Claim claim = claims.claim(key);
                InputStream bytes = content.open()) {
            TrackedStream watched = new TrackedStream(content, bytes);
            try {
                return call("Writing " + location(key), link -> put(link, key, content, watched));
            } catch (RuntimeException e) {
                IOException failure = watched.failure();
                if (failure == null) {
                    throw e;
                }
                failure.addSuppressed(e);
                throw failure;
            }
        }
    }

    @Override
    public Optional<Stored> find(String key) {
        String target = path(key);
        return call("Looking for " + location(key), link -> Optional.ofNullable(link.size(target)))
                .map(size -> new Stored(location(key), size));
    }

    @Override
    public InputStream read(String key) {
        String target = path(key);
        SftpConnection link = borrow("Reading " + location(key));
        try {
            return new FilterInputStream(link.read(target)) {
                @Override
                public void close() {
                    link.close();
                }
            };
        } catch (IOException e) {
            link.close();
            if (SftpConnection.isAbsent(e)) {
                throw KeyCheck.absent(location(key), e);
            }
            throw SftpFailures.of("Reading " + location(key), e);
        }
    }

    @Override
    public void delete(String key) {
        String target = path(key);
        call("Deleting " + location(key), link -> {
            link.remove(target);
            return target;
        });
    }

    @Override
    public void close() {
        links.close();
    }

    private Stored put(SftpConnection link, String key, Content content, TrackedStream bytes) throws IOException {
        SftpBaseDirectory directory = new SftpBaseDirectory(link, place(), options.directory());
        if (link.isDue(LOOK_AGAIN)) {
            marked = base.check(directory, options.rules(), content.memory());
        }
        String target = path(key);
        String folder = target.substring(0, target.lastIndexOf('/') + 1);
        String name = target.substring(folder.length());
        List<String> leftovers = TempFiles.leftovers(name, content);
        for (String leftover : leftovers) {
            link.remove(folder + leftover);
        }
        String part = folder + TempFiles.name(name, content);
        Stored stored;
        try {
            link.write(part, bytes);
            Verified expected = bytes.awaitVerified();
            Confirmation confirmation = confirm(link, part, key, expected);
            lookAgain(directory, content);
            link.rename(part, target);
            stored = new Stored(location(key), expected.size(), confirmation);
        } catch (IOException | RuntimeException e) {
            link.removeAfter(e, part); // most of a large artifact would fill the disk on which others wait for room
            throw e;
        }
        for (String leftover : leftovers) {
            link.removeAside(folder + leftover);
        }
        return stored;
    }

    /** Nothing gets its name in a directory that is another one meanwhile. */
    private void lookAgain(SftpBaseDirectory directory, Content content) throws IOException {
        if (marked && directory.link().size(directory.marker()) == null) {
            marked = base.check(directory, options.rules(), content.memory());
        }
    }

    private Confirmation confirm(SftpConnection link, String part, String key, Verified expected) throws IOException {
        Long size = link.size(part);
        if (size == null || size != expected.size()) {
            throw new TransientFailure(
                    FailureCode.COPY_DIFFERS,
                    "%s has %s bytes at the server, the artifact has %d"
                            .formatted(location(key), size, expected.size()),
                    "It is written again; if it keeps failing, check the server for a full disk or a quota");
        }
        String sha256 =
                size <= HASHED_PER_SECOND * options.responseTimeout().toSeconds() ? link.sha256(part, size) : null;
        if (sha256 != null && !sha256.equals(expected.sha256())) {
            throw new TransientFailure(
                    FailureCode.COPY_DIFFERS,
                    "%s has SHA-256 %s at the server, the artifact has %s"
                            .formatted(location(key), sha256, expected.sha256()),
                    "It is written again; if it keeps failing, check the server for failing memory or disks");
        }
        return sha256 == null ? Confirmation.SIZE : Confirmation.CHECKSUM;
    }

    private <T> T call(String what, Operation<T> operation) {
        SftpConnection link = borrow(what);
        try {
            T result = operation.on(link);
            links.giveBack(link);
            return result;
        } catch (IOException e) {
            IOException reason = link.isLost() ? SftpFailures.onceClosed(e) : e;
            link.close();
            throw SftpFailures.of(what, reason);
        } catch (RuntimeException e) {
            link.close();
            throw e;
        }
    }

    private SftpConnection borrow(String what) {
        try {
            return links.borrow();
        } catch (IOException e) {
            throw SftpFailures.of(what, e);
        }
    }

    private interface Operation<T> {
        T on(SftpConnection link) throws IOException;
    }

    private String path(String key) {
        KeyCheck.parts(key);
        return options.directory() + key;
    }

    /** The base directory for this user, who may have a home of its own. */
    private String place() {
        String user = URLEncoder.encode(options.username(), StandardCharsets.UTF_8);
        return location("").replaceFirst("://", "://" + user + "@");
    }

    private String location(String key) {
        String directory = options.directory();
        return "sftp://%s:%d%s%s%s"
                .formatted(options.host(), options.port(), directory.startsWith("/") ? "" : "/", directory, key);
    }

    @Override
    public String toString() {
        return "SftpStore[" + options + "]";
    }
}
