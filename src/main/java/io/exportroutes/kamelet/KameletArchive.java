package io.exportroutes.kamelet;

import io.exportroutes.delivery.Archive;
import io.exportroutes.delivery.ArchiveRequest;
import io.exportroutes.delivery.ArchiveRequest.Operation;
import io.exportroutes.delivery.ObjectLock;
import io.exportroutes.delivery.StoredObject;
import io.exportroutes.delivery.VersionKeeping;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one destination holds, by the archive Kamelet of its type; the Kamelet may be a user's own. */
public final class KameletArchive implements Archive {
    private final Calls calls;
    private final String kamelet;
    private final String id;

    /**
     * @param kamelet its name
     * @param id under which the Kamelet finds its properties; it becomes a route of that id, which no other Kamelet may have
     */
    public KameletArchive(Calls calls, String kamelet, String id) {
        this.calls = calls;
        this.kamelet = kamelet;
        this.id = id;
    }

    /** Camel, as far as a call of a Kamelet goes. */
    public interface Calls {
        /**
         * Calls a Kamelet once and returns the body that it left.
         *
         * @throws ExportFailure whatever it failed by
         */
        @Nullable
        Object body(String kamelet, String name, Map<String, Object> headers);
    }

    @Override
    public List<StoredObject> list(ArchiveRequest request) {
        Object body = call(
                Operation.LIST,
                Map.of(
                        SinkHeaders.KEY, request.key(),
                        ArchiveCall.AFTER, request.after(),
                        ArchiveCall.LIMIT, request.limit()));
        if (!(body instanceof List<?> objects)) {
            throw unexpected(Operation.LIST, body);
        }
        List<StoredObject> page = new ArrayList<>();
        for (Object object : objects) {
            page.add(object instanceof StoredObject stored ? stored : raise(unexpected(Operation.LIST, object)));
        }
        return page;
    }

    @Override
    public Optional<StoredObject> head(String key) {
        try {
            Object body = call(Operation.HEAD, Map.of(SinkHeaders.KEY, key));
            return Optional.of(body instanceof StoredObject stored ? stored : raise(unexpected(Operation.HEAD, body)));
        } catch (ExportFailure failure) {
            if (failure.is(FailureCode.NOT_FOUND)) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    @Override
    public InputStream read(String key) {
        Object body = call(Operation.GET, Map.of(SinkHeaders.KEY, key));
        return body instanceof InputStream bytes ? bytes : raise(unexpected(Operation.GET, body));
    }

    @Override
    public void delete(String key) {
        call(Operation.DELETE, Map.of(SinkHeaders.KEY, key));
    }

    @Override
    public ObjectLock lock(String key) {
        Object body = call(Operation.LOCK, Map.of(SinkHeaders.KEY, key));
        return body instanceof ObjectLock lock ? lock : raise(unexpected(Operation.LOCK, body));
    }

    @Override
    public Map<String, String> tags(String key) {
        Object body = call(Operation.TAGS, Map.of(SinkHeaders.KEY, key));
        if (!(body instanceof Map<?, ?> tags)) {
            throw unexpected(Operation.TAGS, body);
        }
        Map<String, String> named = new TreeMap<>();
        tags.forEach((name, value) -> named.put(String.valueOf(name), String.valueOf(value)));
        return named;
    }

    @Override
    public VersionKeeping versions() {
        Object body = call(Operation.VERSIONS, Map.of());
        return body instanceof VersionKeeping versions ? versions : raise(unexpected(Operation.VERSIONS, body));
    }

    private @Nullable Object call(Operation operation, Map<String, Object> headers) {
        Map<String, Object> all = new HashMap<>(headers);
        all.put(ArchiveCall.OPERATION, operation.word());
        return calls.body(kamelet, id, all);
    }

    private PermanentFailure unexpected(Operation operation, @Nullable Object body) {
        return new PermanentFailure(
                FailureCode.KAMELET_INVALID,
                "The Kamelet %s answered %s by %s"
                        .formatted(
                                kamelet,
                                operation.word(),
                                body == null ? "nothing" : body.getClass().getName()),
                "docs/kamelets.md says what an archive Kamelet answers");
    }

    private static <T> T raise(PermanentFailure failure) {
        throw failure;
    }
}
