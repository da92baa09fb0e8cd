package io.exportroutes.delivery.sftp;

import io.exportroutes.delivery.Archive;
import io.exportroutes.delivery.ArchiveRequest;
import io.exportroutes.delivery.ArtifactStore;
import io.exportroutes.delivery.BaseDirectory;
import io.exportroutes.delivery.Content;
import io.exportroutes.delivery.ContentBatch;
import io.exportroutes.delivery.KeyCheck;
import io.exportroutes.delivery.KeyLocks;
import io.exportroutes.delivery.PutResult;
import io.exportroutes.delivery.StoredObject;
import io.exportroutes.delivery.TrackedStream;
import io.exportroutes.delivery.TreeListing;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A directory on an SSH server whose key is known. An artifact is written to a temporary file beside its place (see {@link
 * TempFiles}), its size compared and, where the server works it out, its SHA-256, and then renamed: in one step where the server
 * offers posix-rename@openssh.com, otherwise the old file steps aside first.
 */
public final class SftpStore implements ArtifactStore, Archive {
    /** Up to this size, in bytes, a content goes in a batch. */
    private static final long SMALL = 1024 * 1024;

    /** So many small contents are worth the start of another channel. */
    private static final int WORTH_A_LANE = 8;

    /** How long a check of the base directory on a connection stays valid for the next file. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final SftpOptions options = new SftpOptions();
    private final SftpPaths paths = new SftpPaths(options);
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
                return call("Writing " + paths.location(key), link -> put(link, key, content, watched));
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
        String target = paths.path(key);
        return call("Looking for " + paths.location(key), link -> Optional.ofNullable(link.size(target)))
                .map(size -> new Stored(paths.location(key), size));
    }

    @Override
    public List<StoredObject> list(ArchiveRequest request) {
        return call(
                "Listing " + paths.location(request.key()),
                link -> TreeListing.page(new SftpTree(link, options.directory()), request));
    }

    @Override
    public Optional<StoredObject> head(String key) {
        KeyCheck.parts(key);
        return call("Looking for " + paths.location(key), link -> new SftpTree(link, options.directory()).file(key));
    }

    @Override
    public InputStream read(String key) {
        String target = paths.path(key);
        SftpConnection link = borrow("Reading " + paths.location(key));
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
                throw KeyCheck.absent(paths.location(key), e);
            }
            throw SftpFailures.of("Reading " + paths.location(key), e);
        }
    }

    @Override
    public void delete(String key) {
        String target = paths.path(key);
        call("Deleting " + paths.location(key), link -> {
            link.remove(target);
            return target;
        });
    }

    @Override
    public void close() {
        links.close();
    }

    private Stored put(SftpConnection link, String key, Content content, TrackedStream bytes) throws IOException {
        checkDirectory(link, content);
        SftpPut put = new SftpPut(link, content, paths.path(key), paths.location(key));
        try {
            put.begin();
            put.send(bytes);
            put.confirm();
            lookAgain(link, content);
            put.askForName();
            return put.stored();
        } catch (IOException | RuntimeException e) {
            put.clearAfter(e);
            throw e;
        }
    }

    /**
     * Small contents that are verified already go together over one connection; all others follow, each by {@link #put}.
     *
     * @return the result of each, in the order of the items
     */
    @Override
    public List<PutResult> putAll(ContentBatch batch) {
        List<PutResult> results =
                new ArrayList<>(Collections.nCopies(batch.items().size(), null));
        List<Integer> together = new ArrayList<>();
        for (int place = 0; place < results.size(); place++) {
            ContentBatch.Item item = batch.items().get(place);
            if (isSmall(item.content())) {
                together.add(place);
            } else {
                results.set(place, putAlone(item));
            }
        }
        List<PutResult> some =
                putTogether(together.stream().map(batch.items()::get).toList());
        for (int one = 0; one < some.size(); one++) {
            results.set(together.get(one), some.get(one));
        }
        return results;
    }

    private static boolean isSmall(Content content) {
        return content.isVerified() && content.size().orElse(Long.MAX_VALUE) <= SMALL;
    }

    private PutResult putAlone(ContentBatch.Item item) {
        try {
            return PutResult.of(put(item.key(), item.content()));
        } catch (IOException | RuntimeException e) {
            return PutResult.failed(e);
        }
    }

    private List<PutResult> putTogether(List<ContentBatch.Item> items) {
        if (items.isEmpty()) {
            return List.of();
        }
        SftpBatch some = new SftpBatch(items, paths, claims);
        try {
            call("Writing to " + paths.place(), link -> {
                Content first = items.get(0).content();
                checkDirectory(link, first);
                some.write(link.lanes(1 + items.size() / WORTH_A_LANE), () -> lookAgain(link, first));
                return items;
            });
        } catch (RuntimeException e) {
            some.fail(e);
        }
        return some.results();
    }

    private void checkDirectory(SftpConnection link, Content content) throws IOException {
        if (link.isDue(LOOK_AGAIN)) {
            marked = base.check(directory(link), options.rules(), content.memory());
        }
    }

    /** Nothing gets its name in a directory that is another one meanwhile. */
    private void lookAgain(SftpConnection link, Content content) throws IOException {
        SftpBaseDirectory directory = directory(link);
        if (marked && link.size(directory.marker()) == null) {
            marked = base.check(directory, options.rules(), content.memory());
        }
    }

    private SftpBaseDirectory directory(SftpConnection link) {
        return new SftpBaseDirectory(link, paths.place(), options.directory());
    }

    private <T> T call(String what, Operation<T> operation) {
        SftpConnection link = borrow(what);
        try {
            T result = operation.on(link);
            links.giveBack(link);
            return result;
        } catch (IOException e) {
            link.close();
            throw SftpFailures.of(what, e);
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

    @Override
    public String toString() {
        return "SftpStore[" + options + "]";
    }
}
