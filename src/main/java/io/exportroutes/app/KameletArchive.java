package io.exportroutes.app;

import io.exportroutes.config.DestinationConfig;
import io.exportroutes.delivery.Archive;
import io.exportroutes.delivery.ArchiveRequest;
import io.exportroutes.delivery.ArchiveRequest.Operation;
import io.exportroutes.delivery.StoredObject;
import io.exportroutes.failure.ExportFailure;
import io.exportroutes.failure.FailureCode;
import io.exportroutes.failure.PermanentFailure;
import io.exportroutes.kamelet.ArchiveCall;
import io.exportroutes.kamelet.SinkHeaders;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one destination holds, by the archive Kamelet of its type; the Kamelet may be a user's own. */
final class KameletArchive implements Archive {
    private final KameletCaller caller;
    private final DestinationConfig destination;

    KameletArchive(KameletCaller caller, DestinationConfig destination) {
        this.caller = caller;
        this.destination = destination;
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

    private @Nullable Object call(Operation operation, Map<String, Object> headers) {
        Map<String, Object> all = new java.util.HashMap<>(headers);
        all.put(ArchiveCall.OPERATION, operation.word());
        return caller.call(destination.archiveKamelet(), destination.name(), null, all)
                .body();
    }

    private PermanentFailure unexpected(Operation operation, @Nullable Object body) {
        return new PermanentFailure(
                FailureCode.KAMELET_INVALID,
                "The Kamelet %s answered %s by %s"
                        .formatted(
                                destination.archiveKamelet(),
                                operation.word(),
                                body == null ? "nothing" : body.getClass().getName()),
                "docs/kamelets.md says what an archive Kamelet answers");
    }

    private static <T> T raise(PermanentFailure failure) {
        throw failure;
    }
}
