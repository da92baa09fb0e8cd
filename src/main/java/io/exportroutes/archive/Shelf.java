package io.exportroutes.archive;

import io.exportroutes.delivery.Archive;
import io.exportroutes.delivery.ArchiveRequest;
import io.exportroutes.delivery.ArchiveRequest.Operation;
import io.exportroutes.delivery.Sidecar;
import io.exportroutes.delivery.StoredObject;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a destination lists, each sidecar with the artifact that it stands beside. It holds a page of the listing at a
 * time, however much there is.
 */
final class Shelf {
    private final Archive archive;
    private final String destination;

    Shelf(String destination, Archive archive) {
        this.destination = destination;
        this.archive = archive;
    }

    /** What is told of each thing that lies there. */
    interface Visitor {
        /** A sidecar, with its artifact; null if that is not there. */
        void sidecar(StoredObject sidecar, @Nullable StoredObject artifact);

        /** Any other object without a sidecar beside it. */
        void other(StoredObject object);
    }

    /** An object that may turn out to have a sidecar: the keys between the two begin with its own. */
    private static final class Waiting {
        final StoredObject object;
        boolean described;

        Waiting(StoredObject object) {
            this.object = object;
        }
    }

    /**
     * Visits all objects whose keys begin so.
     *
     * @throws PermanentFailure {@code listing_untrusted} if the listing does not go forwards
     */
    void visit(String prefix, Visitor visitor) {
        Deque<Waiting> waiting = new ArrayDeque<>();
        String last = "";
        List<StoredObject> page;
        do {
            page = archive.list(new ArchiveRequest(Operation.LIST, prefix, last, ArchiveRequest.LARGEST_PAGE));
            for (StoredObject object : page) {
                check(prefix, last, object.key());
                last = object.key();
                visit(object, waiting, visitor);
            }
        } while (!page.isEmpty());
        leave(waiting, "", visitor);
    }

    private static void visit(StoredObject object, Deque<Waiting> waiting, Visitor visitor) {
        leave(waiting, object.key(), visitor);
        if (object.key().endsWith(Sidecar.SUFFIX)) {
            Waiting beside = waiting.stream()
                    .filter(one -> Sidecar.keyFor(one.object.key()).equals(object.key()))
                    .findFirst()
                    .orElse(null);
            if (beside != null) {
                beside.described = true;
            }
            visitor.sidecar(object, beside == null ? null : beside.object);
        } else {
            waiting.push(new Waiting(object));
        }
    }

    /** In the order of bytes, all keys that begin with another one follow it at once. */
    private static void leave(Deque<Waiting> waiting, String key, Visitor visitor) {
        while (!waiting.isEmpty()
                && !(!key.isEmpty() && key.startsWith(waiting.peek().object.key()))) {
            Waiting over = waiting.pop();
            if (!over.described) {
                visitor.other(over.object);
            }
        }
    }

    private void check(String prefix, String last, String key) {
        boolean forwards = Arrays.compareUnsigned(bytes(key), bytes(last)) > 0;
        if (!forwards || !key.startsWith(prefix)) {
            throw new PermanentFailure(
                    FailureCode.LISTING_UNTRUSTED,
                    "The listing of %s gave %s after %s, which is not the order of keys that was asked for"
                            .formatted(destination, key, last),
                    "Nothing is concluded from such a listing; report it to who runs the server");
        }
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }
}
