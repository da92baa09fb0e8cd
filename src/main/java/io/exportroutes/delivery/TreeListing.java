package io.exportroutes.delivery;

import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * A page of what is in a tree of folders, in the order of the keys. A folder tells its entries in any order, so it is read from its
 * beginning for each page; only the page's own entries are kept. Names that begin with a dot are no keys: temporary files, markers.
 */
public final class TreeListing {
    private static final Comparator<String> BY_BYTES = (one, other) ->
            Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

    private final Tree tree;
    private final ArchiveRequest request;
    private final List<StoredObject> page = new ArrayList<>();

    /** The folders of a destination, by their paths below its base: empty, or with a slash at the end. */
    public interface Tree {
        /**
         * Tells each entry of a folder.
         *
         * @return false if there is no such folder
         */
        boolean visit(String folder, Consumer<Entry> visitor) throws IOException;
    }

    /**
     * A file or a folder. Links and other things are none.
     *
     * @param object its key is the name alone
     */
    public record Entry(StoredObject object, boolean folder) {
        public static Entry file(String name, long size, Instant modified) {
            return new Entry(new StoredObject(name, size, modified), false);
        }

        public static Entry folder(String name) {
            return new Entry(new StoredObject(name, 0, Instant.EPOCH), true);
        }

        /** With the folder before it; a folder sorts as the keys below it do. */
        private Entry in(String parent) {
            return new Entry(
                    new StoredObject(parent + object.key() + (folder ? "/" : ""), object.size(), object.modified()),
                    folder);
        }
    }

    private TreeListing(Tree tree, ArchiveRequest request) {
        this.tree = tree;
        this.request = request;
    }

    /** @throws PermanentFailure {@code directory_missing} if there is no base: that is not the same as an empty one */
    public static List<StoredObject> page(Tree tree, ArchiveRequest request) throws IOException {
        String start = request.key().substring(0, request.key().lastIndexOf('/') + 1);
        TreeListing listing = new TreeListing(tree, request);
        if (!listing.add(start) && !tree.visit("", entry -> {})) {
            throw new PermanentFailure(
                    FailureCode.DIRECTORY_MISSING,
                    "The base directory of what is to be listed is not there",
                    "Mount its disk, or correct the destination's directory");
        }
        return listing.page;
    }

    private boolean add(String folder) throws IOException {
        String last = "";
        List<Entry> next;
        do {
            PriorityQueue<Entry> smallest = new PriorityQueue<>(
                    Comparator.comparing((Entry entry) -> entry.object().key(), BY_BYTES.reversed()));
            String from = last;
            if (!tree.visit(folder, entry -> keep(smallest, entry.in(folder), from))) {
                return false;
            }
            next = new ArrayList<>(smallest);
            Collections.sort(
                    next, Comparator.comparing((Entry entry) -> entry.object().key(), BY_BYTES));
            for (Entry entry : next) {
                last = entry.object().key();
                take(entry);
            }
        } while (!isFull() && next.size() == request.limit());
        return true;
    }

    private void take(Entry entry) throws IOException {
        if (isFull()) {
            return;
        }
        if (entry.folder()) {
            add(entry.object().key());
        } else {
            page.add(entry.object());
        }
    }

    private boolean isFull() {
        return page.size() >= request.limit();
    }

    private void keep(PriorityQueue<Entry> smallest, Entry entry, String from) {
        String key = entry.object().key();
        boolean hidden = key.charAt(key.lastIndexOf('/', key.length() - 2) + 1) == '.';
        if (hidden || !mayHold(entry) || BY_BYTES.compare(key, from) <= 0) {
            return;
        }
        smallest.add(entry);
        if (smallest.size() > request.limit()) {
            smallest.poll();
        }
    }

    /** Whether it, or something below it, is asked for. */
    private boolean mayHold(Entry entry) {
        String key = entry.object().key();
        boolean wanted = key.startsWith(request.key())
                || (entry.folder() && request.key().startsWith(key));
        boolean later = BY_BYTES.compare(key, request.after()) > 0
                || (entry.folder() && request.after().startsWith(key));
        return wanted && later;
    }
}
